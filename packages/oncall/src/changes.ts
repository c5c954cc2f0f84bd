import { isDay } from '@watchcase/api';
import { type Calendar, parseCivilDay, zoneClock } from '@watchcase/calendar';
import type { AbsenceRecord, OverrideRecord, SwapRecord } from './change-schemas.ts';

/** From its first millisecond up to, without, its last; Unix milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** Somebody is not there. */
export interface Absence extends Span {
  person: string;
}

/** Others are on duty in place of all, or of one. */
export interface Override extends Span {
  id: string;
  rota: string;
  people: readonly string[];
  instead: string | null;
  agreedAt: number;
}

/** A swap that both have agreed to. */
export interface Swap {
  id: string;
  rota: string;
  person: string;
  with: string;
  given: Span;
  back: Span | null;
  agreedAt: number;
}

/** What changes a rota, and the calendars it names. Any order; those of other rotas do no harm. */
export interface DutyChanges {
  absences: readonly Absence[];
  overrides: readonly Override[];
  swaps: readonly Swap[];
  calendars: ReadonlyMap<string, Calendar>;
}

const DAY_MINUTES = 1440;

/** An absence as moments; its days are days of `zone`. */
export function absenceOf({ person, from, to }: AbsenceRecord, zone: string): Absence {
  return { person, from: momentOf(from, zone, 0), to: momentOf(to, zone, DAY_MINUTES) };
}

function momentOf(text: string, zone: string, minute: number): number {
  return isDay(text) ? zoneClock(zone).momentOf(parseCivilDay(text) ?? 0, minute) : Date.parse(text);
}

/** An override as moments. */
export function overrideOf({ id, rota, from, to, people, instead, agreed }: OverrideRecord): Override {
  return {
    id,
    rota,
    from: Date.parse(from),
    to: Date.parse(to),
    people,
    instead: instead ?? null,
    agreedAt: Date.parse(agreed.at),
  };
}

/** A swap as moments; undefined while it does not hold. */
export function swapOf(record: SwapRecord): Swap | undefined {
  if (!isAgreed(record)) return undefined;
  const { id, rota, person, back, agreed = [] } = record;
  return {
    id,
    rota,
    person,
    with: record.with,
    given: spanOf(record),
    back: back === undefined ? null : spanOf(back),
    agreedAt: Math.max(...agreed.map(({ at }) => Date.parse(at))),
  };
}

/** True once both have agreed and nobody has declined. */
export function isAgreed({ agreed = [], declined }: Pick<SwapRecord, 'agreed' | 'declined'>): boolean {
  return agreed.length === 2 && declined === undefined;
}

function spanOf({ from, to }: { from: string; to: string }): Span {
  return { from: Date.parse(from), to: Date.parse(to) };
}
