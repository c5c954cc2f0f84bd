import {
  type CaseEventKind,
  type Category,
  type HoldReason,
  type Severity,
  stateAfter,
  type Target,
  targets,
} from '@watchcase/api';
import type { ClockEvent } from './clock-event.ts';
import { promiseOf } from './promise.ts';
import { lastSegment, newRound, type Round } from './round.ts';
import { type ResolveTerms, type Terms, termsRefSchema } from './terms.ts';
import { startsOf, stopsOf } from './what-moves-clocks.ts';

/** All rounds of one target's clock, the current one last. */
export interface Run {
  target: Target;
  rounds: Round[];
}

/** What is true of a case between two events. */
interface Now {
  terms: Terms;
  severity: Severity;
  category: Category;
  hold: { reason: HoldReason; until: number | null } | null;
}

/** What became of a case's clocks. */
export interface ClockTrace {
  runs: Run[];
  /** What holds at the log's end. */
  terms: Terms;
  /** The known end of a hold that the log ends in: clocks run on from then. */
  heldUntil: number | null;
}

/** Kinds of events that say how bad the case is from then on; an alert of it that was lowered says nothing of the case. */
const GRADES: ReadonlySet<string> = new Set(['severity-raised', 'severity-changed']);

/** Follows each clock through a case's log, oldest event first (pure). Targets that never began have no rounds. */
export function traceClocks(events: readonly ClockEvent[], resolve: ResolveTerms): ClockTrace {
  const opened = events.find(({ kind }) => kind === 'opened');
  const runs: Run[] = targets.map((target) => ({ target, rounds: [] }));
  const now: Now = {
    terms: resolve(opened === undefined ? undefined : refOf(opened)),
    severity: severityOf(opened) ?? 'advisory',
    category: (opened?.data['category'] ?? 'software') as Category,
    hold: null,
  };
  if (opened === undefined) return { runs, terms: now.terms, heldUntil: null };
  for (const event of events) {
    endHoldBy(runs, now, event.time);
    take(runs, now, event, resolve);
  }
  const heldUntil = now.hold?.until ?? null;
  endHoldBy(runs, now, Number.POSITIVE_INFINITY);
  return { runs, terms: now.terms, heldUntil };
}

function take(runs: readonly Run[], now: Now, event: ClockEvent, resolve: ResolveTerms): void {
  const { time, kind } = event;
  const stops = stopsOf(event);
  if (now.hold !== null && !stops.has('resolve') && endsHold(kind)) resume(runs, now, time);
  const starts = startsOf(event);
  for (const run of runs) {
    if (stops.has(run.target)) stop(run, event);
    if (starts.again.has(run.target)) begin(run, now, time);
    if (starts.on.has(run.target)) goOn(run, now, time);
    if (event.data['target'] === run.target) record(run, event);
  }
  if (stops.has('resolve')) now.hold = null;
  if (kind === 'held') hold(runs, now, event);
  const severity = GRADES.has(kind) ? severityOf(event) : undefined;
  const terms = kind === 'terms' ? resolve(refOf(event)) : undefined;
  if (severity !== undefined || terms !== undefined)
    change(runs, Object.assign(now, { severity: severity ?? now.severity, terms: terms ?? now.terms }), time);
}

function begin(run: Run, now: Now, time: number): void {
  if (run.rounds.at(-1)?.stoppedAt === null) return;
  const round = newRound(time);
  run.rounds.push(round);
  count(run.target, round, now, time);
}

/** After the case is opened again, a clock that had stopped goes on with what it has counted. */
function goOn(run: Run, now: Now, time: number): void {
  const round = run.rounds.at(-1);
  if (round === undefined) begin(run, now, time);
  else if (round.stoppedAt !== null) {
    Object.assign(round, { stoppedAt: null, stoppedBy: null });
    count(run.target, round, now, time);
  }
}

/** Counts from now on, or notes that it stands still; where nothing is promised, nothing is counted. */
function count(target: Target, round: Round, { terms, severity, category, hold }: Now, time: number): void {
  const promised = promiseOf(terms, target, { severity, category, since: round.since });
  round.withdrawnAt = promised === null ? (round.withdrawnAt ?? time) : null;
  if (promised === null) return;
  const isPaused = hold !== null && terms.policy.pauses?.[target]?.includes(hold.reason) === true;
  round.segments.push({ from: time, to: isPaused ? time : null, promised });
  if (isPaused) round.pauses.push({ from: time, to: null, reason: hold.reason });
}

function halt(round: Round, time: number): void {
  const segment = lastSegment(round);
  if (segment?.to === null) segment.to = time;
  const pause = round.pauses.at(-1);
  if (pause?.to === null) pause.to = time;
}

function stop({ rounds }: Run, { time, kind }: ClockEvent): void {
  const round = rounds.at(-1);
  if (round === undefined || round.stoppedAt !== null) return;
  halt(round, time);
  Object.assign(round, { stoppedAt: time, stoppedBy: kind });
}

function record({ rounds }: Run, { time, kind, data }: ClockEvent): void {
  const round = rounds.at(-1);
  if (kind === 'warning') round?.warned.add(Number(data['percent']));
  if (kind === 'breached' && round !== undefined) round.breachedAt ??= time;
}

function hold(runs: readonly Run[], now: Now, { time, data }: ClockEvent): void {
  const until = momentIn(data['until']);
  const reason = (data['reason'] ?? 'customer') as HoldReason;
  now.hold = until !== null && until <= time ? null : { reason, until };
  recount(runs, now, time);
}

/** Nobody waits any more when the case has left that state, whatever led it out. */
function endsHold(kind: string): boolean {
  return stateAfter('on-hold', kind as CaseEventKind, 'acknowledged') !== 'on-hold';
}

function resume(runs: readonly Run[], now: Now, time: number): void {
  now.hold = null;
  recount(runs, now, time);
}

/** A hold that was said to last until then is over then, whoever has forgotten it. */
function endHoldBy(runs: readonly Run[], now: Now, time: number): void {
  const until = now.hold?.until ?? null;
  if (until !== null && until <= time) resume(runs, now, until);
}

function change(runs: readonly Run[], now: Now, time: number): void {
  recount(runs, now, time);
  for (const { rounds } of runs) {
    const round = rounds.at(-1);
    if (round !== undefined) round.changedAt = time;
  }
}

/** Ends what is counted and begins it anew by what holds now. */
function recount(runs: readonly Run[], now: Now, time: number): void {
  for (const { target, rounds } of runs) {
    const round = rounds.at(-1);
    if (round === undefined || round.stoppedAt !== null) continue;
    halt(round, time);
    count(target, round, now, time);
  }
}

function momentIn(value: unknown): number | null {
  if (typeof value === 'string') return Date.parse(value);
  return typeof value === 'number' ? value : null;
}

function severityOf(event: ClockEvent | undefined): Severity | undefined {
  return event?.data['severity'] as Severity | undefined;
}

function refOf({ data }: ClockEvent) {
  return data['terms'] === undefined || data['terms'] === null
    ? undefined
    : termsRefSchema.parse(data['terms']);
}
