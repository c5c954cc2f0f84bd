import { type Target, targets } from '@watchcase/api';
import type { ClockEvent } from './clock-event.ts';

const NONE: ReadonlySet<Target> = new Set();
const ALL: ReadonlySet<Target> = new Set(targets);

const STOPS: Readonly<Record<string, ReadonlySet<Target>>> = {
  acknowledged: new Set(['respond']),
  diagnosed: new Set(['diagnose']),
  'on-site-arrived': new Set(['on-site']),
  resolved: ALL,
  confirmed: ALL,
  closed: ALL,
  cancelled: ALL,
  merged: ALL,
};

/** What begins a new round of a clock, and which clocks go on with what they have counted. */
interface Starts {
  again: ReadonlySet<Target>;
  on: ReadonlySet<Target>;
}

const NOTHING: Starts = { again: NONE, on: NONE };
const ANSWER_ANEW: Starts = { again: new Set(['respond']), on: NONE };
const STARTS: Readonly<Record<string, Starts>> = {
  opened: { again: new Set(['respond', 'diagnose', 'update']), on: new Set(['resolve']) },
  reopened: { again: new Set(['respond', 'diagnose', 'update']), on: new Set(['resolve']) },
  worsened: ANSWER_ANEW,
  'given-back': ANSWER_ANEW,
  unassigned: ANSWER_ANEW,
  'on-site-needed': { again: new Set(['on-site']), on: NONE },
};
const TOLD: { stops: ReadonlySet<Target>; starts: Starts } = {
  stops: new Set(['update']),
  starts: { again: new Set(['update']), on: NONE },
};

/** Clocks that an event stops. */
export function stopsOf(event: ClockEvent): ReadonlySet<Target> {
  return isProgress(event) ? TOLD.stops : (STOPS[event.kind] ?? NONE);
}

/** Clocks that an event starts. */
export function startsOf(event: ClockEvent): Starts {
  return isProgress(event) ? TOLD.starts : (STARTS[event.kind] ?? NOTHING);
}

/** Only what a person of ours wrote, and the customer can read, is progress: what the customer writes is not. */
export function isProgress({ kind, data }: ClockEvent): boolean {
  if (kind !== 'note' || data['visibility'] !== 'customer') return false;
  const author = data['author'];
  if (typeof author !== 'object' || author === null) return author === 'person';
  const { kind: written, role } = author as { kind?: unknown; role?: unknown };
  return written === 'person' && role !== 'customer';
}
