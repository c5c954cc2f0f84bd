import type { CaseDetail } from '@watchcase/api';
import { hostId, LIMITS } from '@watchcase/protocol';
import { checkTimeline } from '../../test/scenarios/check-cases.ts';
import type { Delivery } from '../../test/scenarios/facts.ts';
import { identityOfHost } from '../fleet/seed-hosts.ts';
import { couldBeTold, type Down } from './down-times.ts';
import { isReal } from './real-agents.ts';
import { type Break, breaksOf, type Script, timeOf } from './script.ts';

/** Cases and pages of a house, as the outside world sees them. */
export interface Outcome {
  cases: readonly CaseDetail[];
  deliveries: readonly Delivery[];
  /** When the process of a host's agent was started, each time. */
  startsOf(index: number): readonly number[];
  downs: readonly Down[];
  /** When the outside world looked. */
  seenAt: number;
}

/** Rules a real agent may break by being killed, or by a full disk: it is silent, or says what it had to drop. */
const OWN_RULES = new Set(['presence/offline', 'host/readings-dropped']);
/** What only the passing of time brings to a case. */
const CLOCK_LINES = new Set(['warning', 'breached']);
/** A page that could not go out at once may go out this much later. */
const LATEST_MS = 60_000;
/** A lost reading is asked for with the next one; connecting again, and what a busy machine adds. */
const TELLING_MS = 8000;
/** Pages that tell who was paged how things stand: they depend on what was told when. */
const CORRECTIONS = new Set(['recovered', 'recurred', 'resolved']);
const PAGE_LINES = /^page-|^nobody-to-page$/;

/**
 * Holds a house against the undisturbed one: for each case the same severity, rules, order of events, and pages, and no other case. `tooLate` names those that
 * are missing because nobody could tell of them in time.
 * What may differ: an alert fires at the first breaching reading, or, where the agent was started anew during the fault, at the first reading of the epoch that began
 * with it. What was measured before goes behind then, and late readings page nobody.
 */
export function compareCases(
  script: Script,
  base: number,
  { disturbed, calm }: { disturbed: Outcome; calm: Outcome },
): { faults: string[]; tooLate: string[] } {
  const faults: string[] = [];
  const tooLate: string[] = [];
  const found = byName(disturbed.cases);
  const wanted = byName(calm.cases);
  const isTooLate = (of: { index: number; one: Break }) =>
    !couldBeSeen(script, base, { ...of, downs: disturbed.downs });
  for (let index = 0; index < script.hosts; index++)
    for (const one of breaksOf(script, index)) {
      const name = `${hostId(identityOfHost(index))} ${one.category}`;
      const pair = { found: found.get(name) ?? [], wanted: wanted.get(name) ?? [] };
      const isMissed = pair.found.length === 0 && isTooLate({ index, one });
      if (isMissed) tooLate.push(name);
      for (const [who, cases] of Object.entries(pair))
        if (cases.length !== 1 && !(isMissed && who === 'found'))
          faults.push(`${name}: ${cases.length} cases (${who})`);
      const moments = momentsOf(script, base, { index, one, startsOf: disturbed.startsOf });
      faults.push(...compare(name, pair, { disturbed, calm }));
      faults.push(...checkFired(name, pair.found, { rule: one.rule, moments }));
      faults.push(
        ...checkFired(`${name} (undisturbed)`, pair.wanted, { rule: one.rule, moments: moments.slice(0, 1) }),
      );
      found.delete(name);
      wanted.delete(name);
    }
  for (const [who, rest] of [
    ['disturbed', found],
    ['undisturbed', wanted],
  ] as const)
    for (const one of [...rest.values()].flat())
      if (!isOwn(one)) faults.push(`${one.number} (${one.title}) was opened for no fault, ${who}`);
  faults.push(...disturbed.cases.flatMap(checkTimeline));
  return { faults, tooLate };
}

function byName(cases: readonly CaseDetail[]): Map<string, CaseDetail[]> {
  return Map.groupBy(cases, (one) => `${one.host?.id} ${one.category}`);
}

function isOwn(one: CaseDetail): boolean {
  return one.host !== null && isReal(one.host.id) && one.alerts.every(({ rule }) => OWN_RULES.has(rule));
}

/** True when at least one breaching reading had a chance to be told live. */
function couldBeSeen(
  script: Script,
  base: number,
  { index, one, downs }: { index: number; one: Break; downs: readonly Down[] },
): boolean {
  const neededMs = script.intervalMs + TELLING_MS;
  const ticks = Array.from({ length: one.to - one.from }, (_, i) => one.from + i);
  return ticks.some((tick) => {
    const time = timeOf(script, base, { index, tick });
    return couldBeTold(downs, { index, time, neededMs, latestMs: LIMITS.latenessMs });
  });
}

/** The readings at which an alert may fire; the first one is that of an undisturbed run. */
function momentsOf(
  script: Script,
  base: number,
  of: { index: number; one: Break; startsOf(index: number): readonly number[] },
): number[] {
  const { index, one, startsOf } = of;
  const ticks = Array.from({ length: one.to - one.from }, (_, i) => one.from + i);
  const times = ticks.map((tick) => timeOf(script, base, { index, tick }));
  const afterStart = startsOf(index).map((start) => times.find((time) => time >= start));
  const first = times[0] ?? 0;
  return [first, ...afterStart.filter((time) => time !== undefined && time > first)] as number[];
}

function checkFired(
  name: string,
  cases: readonly CaseDetail[],
  { rule, moments }: { rule: string; moments: readonly number[] },
): string[] {
  const fired = cases.flatMap(({ alerts }) => alerts).filter((alert) => alert.rule === rule);
  return fired
    .filter(({ firedAt }) => !moments.includes(Date.parse(firedAt ?? '')))
    .map(({ firedAt }) => {
      const allowed = moments.map((time) => new Date(time).toISOString()).join(' or ');
      return `${name}: ${rule} fired at ${firedAt}, not ${allowed}`;
    });
}

function compare(
  name: string,
  pair: { found: readonly CaseDetail[]; wanted: readonly CaseDetail[] },
  of: { disturbed: Outcome; calm: Outcome },
): string[] {
  const [found, wanted] = [pair.found[0], pair.wanted[0]];
  if (found === undefined || wanted === undefined) return [];
  // A case that was opened some seconds later has not come as far when both are looked at.
  const ages = [ageOf(found, of.disturbed), ageOf(wanted, of.calm)];
  const untilMs = Math.min(...ages) - LATEST_MS;
  const a = told(found, of.disturbed.deliveries, untilMs);
  const b = told(wanted, of.calm.deliveries, untilMs);
  return Object.keys(a)
    .filter((key) => a[key] !== b[key])
    .map((key) => `${name}: ${key} ${a[key]}, undisturbed ${b[key]}`);
}

function ageOf({ openedAt }: CaseDetail, { seenAt }: Outcome): number {
  return seenAt - Date.parse(openedAt);
}

/** What is said of a case: of its clocks what happened within `untilMs` of its opening, with the pages that came of it. */
export function told(
  one: CaseDetail,
  deliveries: readonly Delivery[],
  untilMs: number,
): Record<string, string> {
  const isYoung = ({ kind, time }: CaseDetail['timeline'][number]) =>
    CLOCK_LINES.has(kind) && Date.parse(time) - Date.parse(one.openedAt) > untilMs;
  const left = new Set(one.timeline.filter(isYoung).map(({ seq }) => seq));
  // Pages are counted a moment after the case was looked at.
  const last = one.timeline.at(-1)?.seq ?? 0;
  const own = deliveries.filter(
    ({ caseId, key, reason }) =>
      caseId === one.id && !CORRECTIONS.has(reason) && !left.has(causeOf(key)) && causeOf(key) <= last,
  );
  const pages = new Map(own.map(({ key, reason }) => [key, reason]));
  return {
    severity: one.severity,
    recovered: String(one.recoveredAt !== null),
    rules: [...new Set(one.alerts.map(({ rule }) => rule))].toSorted().join(),
    events: one.timeline
      .filter(({ seq }) => !left.has(seq))
      .map(({ kind }) => kind)
      .filter((kind) => !PAGE_LINES.test(kind))
      .join(),
    pages: [...pages.values()].toSorted().join(),
  };
}

/** The event that a page came of, by its key. */
function causeOf(key: string): number {
  return Number(/-event-(\d+)-/.exec(key)?.[1]);
}
