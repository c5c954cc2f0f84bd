import type { ServicePolicy } from './policy.ts';

/** The part of a case's event that clocks look at. */
export interface ClockEvent {
  time: number;
  kind: string;
  data: Readonly<Record<string, unknown>>;
}

/** One promised moment of a case, as its events and policy make it. Times in Unix milliseconds. */
export interface ClockState {
  target: 'respond' | 'resolve';
  limitMs: number;
  dueAt: number;
  /** When the target was reached; null while it is not. */
  stoppedAt: number | null;
  state: 'running' | 'met' | 'breached';
  /** The next warning that is not in the events yet; null when none is left. */
  nextAt: number | null;
  nextPercent: number | null;
}

const WARNINGS = [50, 75, 100];

/** What one target's clock went through. */
interface Run {
  target: 'respond' | 'resolve';
  /** Moments between which it ran; the last one's end is null while it runs. */
  spans: { from: number; to: number | null }[];
  warned: Set<number>;
  breached: boolean;
  /** A round before the last reopening was breached: that stays, and this round warns anew. */
  breachedBefore: boolean;
}

/**
 * The clocks of a case: a function of its event log and policy, nothing else. Respond runs from opened (or reopened, a worse
 * fault in the case, the case given back) to the first answer of a person; resolve from opened to resolved, and goes on after reopened. A change of severity keeps what has elapsed and changes
 * the limit: warnings passed by that change are passed silently, a breach is not.
 */
export function clocksOf(events: readonly ClockEvent[], policy: ServicePolicy): ClockState[] {
  const opened = events.find((event) => event.kind === 'opened');
  if (opened === undefined) return [];
  const runs: Run[] = [newRun('respond'), newRun('resolve')];
  let severity = String(opened.data['severity']);
  let changedAt = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    for (const run of runs) follow(run, event);
    if (event.kind === 'severity-raised') {
      severity = String(event.data['severity']);
      changedAt = event.time;
    }
  }
  const category = String(opened.data['category']);
  const limits = { respond: policy.respondMs(severity), resolve: policy.resolveMs(severity, category) };
  return runs.map((run) => stateOf(run, { limitMs: limits[run.target], changedAt, policy }));
}

function newRun(target: Run['target']): Run {
  return { target, spans: [], warned: new Set(), breached: false, breachedBefore: false };
}

const stops: Readonly<Record<Run['target'], readonly string[]>> = {
  respond: ['acknowledged', 'resolved', 'closed', 'merged'],
  resolve: ['resolved', 'closed', 'merged'],
};

/** After these somebody must answer anew. */
const REOPENING: ReadonlySet<string> = new Set(['reopened', 'worsened', 'given-back']);

function follow(run: Run, event: ClockEvent): void {
  const span = run.spans.at(-1);
  if (event.kind === 'opened') run.spans.push({ from: event.time, to: null });
  else if (REOPENING.has(event.kind)) reopen(run, event.time);
  else if (stops[run.target].includes(event.kind) && span?.to === null) span.to = event.time;
  else if (event.data['target'] === run.target) {
    if (event.kind === 'warning') run.warned.add(Number(event.data['percent']));
    if (event.kind === 'breached') run.breached = true;
  }
}

/** Somebody must answer anew, so respond begins again; resolve goes on with what has elapsed. */
function reopen(run: Run, time: number): void {
  if (run.spans.at(-1)?.to === null) return;
  if (run.target === 'respond') {
    run.spans = [];
    run.warned.clear();
    run.breachedBefore ||= run.breached;
    run.breached = false;
  }
  run.spans.push({ from: time, to: null });
}

function stateOf(run: Run, terms: { limitMs: number; changedAt: number; policy: ServicePolicy }): ClockState {
  const { limitMs, changedAt, policy } = terms;
  const { calendar } = policy;
  const last = run.spans.at(-1) ?? { from: 0, to: 0 };
  const before = run.spans
    .slice(0, -1)
    .reduce((sum, span) => sum + calendar.elapsed(span.from, span.to ?? span.from), 0);
  const momentOf = (percent: number) =>
    calendar.add(last.from, Math.max(0, (limitMs * percent) / 100 - before));
  const dueAt = momentOf(100);
  const late = run.breached || run.breachedBefore || (last.to !== null && last.to > dueAt);
  const silent = (percent: number) => percent < 100 && momentOf(percent) <= changedAt;
  const left = WARNINGS.find(
    (percent) => !run.warned.has(percent) && !silent(percent) && !(percent === 100 && run.breached),
  );
  const next = last.to === null && !run.breached ? left : undefined;
  return {
    target: run.target,
    limitMs,
    dueAt,
    stoppedAt: last.to,
    state: late ? 'breached' : last.to === null ? 'running' : 'met',
    nextAt: next === undefined ? null : momentOf(next),
    nextPercent: next ?? null,
  };
}
