import { type Layout, layoutId } from '@watchcase/protocol';
import type { Expected } from './facts.ts';
import type { Judged } from './expected-firing.ts';

/** Milliseconds between two readings of a played host. */
export const INTERVAL_MS = 1000;
/** `for` of service/port-closed, as the pack ships it. */
const PORT_CLOSED_FOR_MS = 30_000;

const content: Omit<Layout, 'id'> = {
  stream: '1s',
  intervalMs: INTERVAL_MS,
  groups: [
    { measurement: 'procstat_lookup', tags: { process_name: 'erp' }, fields: [['running', 'count']] },
    { measurement: 'disk', tags: { path: '/data' }, fields: [['used_percent', 'percent']] },
    {
      measurement: 'net_response',
      tags: { server: '10.0.0.5', port: '1433' },
      fields: [['result_code', 'none']],
    },
    { measurement: 'system', tags: {}, fields: [['load1', 'none']] },
  ],
};

/** What every played host reports. */
export const playedLayout: Layout = { id: layoutId(content), ...content };

/** Moments of a fault, in seconds since the run began: from the first breaching sample to the first good one. */
interface Span {
  from: number;
  to: number;
}

/** What happens to one host during a run. */
export interface Play {
  name: string;
  processStopped?: Span;
  diskFull?: Span;
  portClosed?: Span;
  /** No sample is taken from `from` until before `to`. */
  silent?: Span;
}

const NOT_RUNNING = 0;
const RUNNING = 1;
const TIMED_OUT = 1;

/** The values a host measures in one second; undefined when it measures nothing. The last one is that second itself. */
export function valuesAt(play: Play, second: number): number[] | undefined {
  if (within(play.silent, second)) return undefined;
  return [
    within(play.processStopped, second) ? NOT_RUNNING : RUNNING,
    within(play.diskFull, second) ? 97 : 40,
    within(play.portClosed, second) ? TIMED_OUT : 0,
    second,
  ];
}

function within(span: Span | undefined, second: number): boolean {
  return span !== undefined && second >= span.from && second < span.to;
}

/** A rule a play can break, as its pack says. */
export interface PlayedRule {
  id: string;
  category: string;
  forMs: number;
  span(play: Play): Span | undefined;
}

export const playedRules: readonly PlayedRule[] = [
  { id: 'service/process-stopped', category: 'software', forMs: 0, span: (play) => play.processStopped },
  { id: 'disk/space', category: 'hardware', forMs: 0, span: (play) => play.diskFull },
  {
    id: 'service/port-closed',
    category: 'software',
    forMs: PORT_CLOSED_FOR_MS,
    span: (play) => play.portClosed,
  },
];

/** Every sample of a host as one rule sees it. `startedAt` is second 0 in Unix milliseconds. */
export function judgedSamples(
  play: Play,
  rule: PlayedRule,
  run: { startedAt: number; seconds: number },
): Judged[] {
  return Array.from({ length: run.seconds }, (_, second) => second)
    .filter((second) => valuesAt(play, second) !== undefined)
    .map((second) => ({
      time: run.startedAt + second * INTERVAL_MS,
      holds: within(rule.span(play), second),
    }));
}

/** The collector lets this many hosts of one address enrol in a minute, less those below. */
const MOST_BURSTS = 26;
const BURST_SECONDS = 7;

/** Hosts of a run that lasts `seconds`: one whose fault lasts longer than its `for`, one with a hole in the middle, and a burst of faults every few seconds. */
export function playsFor(seconds: number): Play[] {
  const room = seconds - 20;
  const bursts = Math.min(MOST_BURSTS, Math.max(1, Math.floor(room / BURST_SECONDS)));
  const every = Math.floor(room / bursts);
  return [
    { name: 'steady', portClosed: { from: 5, to: 45 } },
    // 21 + 5 seconds were seen of a fault that, with the hole, lasted 40: less than its `for` of 30.
    { name: 'holed', portClosed: { from: 2, to: 42 }, silent: { from: 23, to: 37 } },
    ...Array.from({ length: bursts }, (_, index) => ({
      name: `burst-${index}`,
      processStopped: { from: 3 + every * index, to: 9 + every * index },
      diskFull: { from: 5 + every * index, to: 14 + every * index },
    })),
  ];
}

/** The cases that must come of a play; `fires` says which rules must fire. */
export function expectedOf(play: Play, hostId: string, fires: (rule: PlayedRule) => boolean): Expected[] {
  return playedRules
    .filter((rule) => fires(rule))
    .map((rule) => ({
      hostId,
      category: rule.category,
      severity: 'critical',
      rules: [rule.id],
      undone: true,
    }));
}
