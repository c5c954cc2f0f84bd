import type { CaseDetail } from '@watchcase/api';
import type { Expected, Facts } from './facts.ts';

type Line = CaseDetail['timeline'][number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The preset "standard", written down here a second time on purpose. */
const RESPOND_MS: Readonly<Record<string, number>> = {
  critical: 15 * MINUTE_MS,
  major: 30 * MINUTE_MS,
  minor: HOUR_MS,
};
const RESOLVE_MS: Readonly<Record<string, number>> = {
  'critical software': 4 * HOUR_MS,
  'critical data': 6 * HOUR_MS,
  'critical network': 3 * HOUR_MS,
  'critical hardware': 24 * HOUR_MS,
};

/** Every fault has exactly one case of the right severity, with the right evidence and due times; no other case exists. */
export function checkCases({ expected, cases }: Pick<Facts, 'expected' | 'cases'>): string[] {
  const wanted = new Set(expected.map(nameOf));
  const strange = cases
    .filter((one) => !wanted.has(`${one.host?.id} ${one.category}`))
    .map((one) => `${one.number} (${one.title}) was opened for no fault`);
  return [
    ...strange,
    ...expected.flatMap((one) => checkExpected(one, cases)),
    ...cases.flatMap(checkTimeline),
  ];
}

function nameOf(one: Expected): string {
  return `${one.hostId} ${one.category}`;
}

function checkExpected(one: Expected, cases: readonly CaseDetail[]): string[] {
  const found = cases.filter((other) => other.host?.id === one.hostId && other.category === one.category);
  const only = found[0];
  if (only === undefined) return [`${nameOf(one)}: its case is lost`];
  if (found.length > 1) return [`${nameOf(one)}: has ${found.length} cases`];
  const rules = [...new Set(only.alerts.map((alert) => alert.rule))].toSorted();
  return [
    ...differing(`${nameOf(one)}: severity`, only.severity, one.severity),
    ...differing(`${nameOf(one)}: rules`, rules.join(), [...one.rules].toSorted().join()),
    ...differing(`${nameOf(one)}: recovered`, only.recoveredAt !== null, one.undone),
    ...checkDue(only),
  ];
}

/** Due times are the promise after the opening, to the millisecond: respond begins anew with a reopening, resolve stands still while the case is resolved. */
function checkDue(one: CaseDetail): string[] {
  const { timeline, severity, category } = one;
  const begun = timeline.findLast(({ kind }) => kind === 'opened' || kind === 'reopened');
  const respond = (begun === undefined ? Number.NaN : Date.parse(begun.time)) + (RESPOND_MS[severity] ?? 0);
  const resolve = Date.parse(one.openedAt) + (RESOLVE_MS[`${severity} ${category}`] ?? 24 * HOUR_MS);
  const wanted = { respond, resolve: resolve + resolvedMs(timeline) };
  return Object.entries(wanted).flatMap(([target, dueMs]) => {
    const due = one.clocks.find((clock) => clock.target === target)?.due;
    return differing(`${one.number} ${target} due`, Date.parse(due ?? ''), dueMs);
  });
}

/** Milliseconds the case was resolved before it was reopened. */
function resolvedMs(timeline: readonly Line[]): number {
  let since: number | undefined;
  let sum = 0;
  for (const { kind, time } of timeline) {
    if (kind === 'resolved') since ??= Date.parse(time);
    if (kind !== 'reopened') continue;
    sum += Date.parse(time) - (since ?? Date.parse(time));
    since = undefined;
  }
  return sum;
}

const FIRED = new Set(['opened', 'alert-joined', 'recurred', 'reopened']);

/** A timeline is numbered without a gap, begins with its opening, and each alert fires and recovers in turn. */
export function checkTimeline(one: CaseDetail): string[] {
  const { timeline, number } = one;
  const firing = new Set<string>();
  const faults = timeline.flatMap((line, index) => [
    ...differing(`${number} line ${index + 1}: number`, line.seq, index + 1),
    ...differing(`${number} line ${line.seq}: is the opening`, line.kind === 'opened', index === 0),
    ...follow(firing, line).map((fault) => `${number} line ${line.seq}: ${fault}`),
  ]);
  return faults;
}

function follow(firing: Set<string>, line: Line): string[] {
  const alertId = String(line.data['alertId']);
  if (FIRED.has(line.kind)) {
    if (firing.has(alertId)) return [`alert ${alertId} fired twice without a recovery`];
    firing.add(alertId);
  }
  if (line.kind === 'alert-recovered' && !firing.delete(alertId)) return [`alert ${alertId} recovered twice`];
  if (line.kind === 'recovered' && firing.size > 0) return ['is recovered while an alert fires'];
  return [];
}

function differing(what: string, found: unknown, wanted: unknown): string[] {
  return found === wanted ? [] : [`${what} is ${String(found)}, not ${String(wanted)}`];
}
