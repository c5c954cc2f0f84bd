import type { CaseDetail } from '@watchcase/api';
import { checkWindow, WEBHOOK_WINDOW_MS } from '../../test/scenarios/check-pages.ts';
import type { Deeds } from './asking.ts';
import type { Arrival } from './far-side.ts';

/** Whom the chain asks, in order: two steps, twice, then the last resort. */
export const ASKED = ['Lin', 'Zhao', 'Lin', 'Zhao', 'Ada'] as const;
/** How long each step waits for an answer. */
export const DELAY_MS = 10_000;

/** How much later a page can arrive than it was claimed on a machine on which everything starts all the time. */
const BUSY_MS = 2000;

type Line = CaseDetail['timeline'][number];

/**
 * Holds what was done against what a chain promises: each case was asked for step by step, none too early, none twice and none after somebody had it; each page that its log promises
 * arrived, and none that it does not; each deed of `deeds` was done once; and nobody at all is still to be asked.
 */
export function checkChains(
  cases: readonly CaseDetail[],
  arrivals: readonly Arrival[],
  { opened, acknowledged, resolved }: Deeds,
): string[] {
  const known = new Set(cases.map(({ id }) => id));
  const strange = arrivals
    .filter(({ caseId }) => !known.has(caseId))
    .map(({ key }) => `page ${key} is about a case that does not exist`);
  const own = Map.groupBy(arrivals, ({ caseId }) => caseId);
  const windows = checkWindow(
    arrivals.map((one) => ({ ...one, receivedAt: one.at, says: 'wrong' as const })),
    WEBHOOK_WINDOW_MS - BUSY_MS,
  );
  const missing = opened.filter((id) => !known.has(id)).map((id) => `case ${id} was opened and is not there`);
  const twice = cases.length > opened.length ? [`${cases.length} cases, ${opened.length} were opened`] : [];
  return [
    ...missing,
    ...twice,
    ...strange,
    ...windows,
    ...cases.flatMap((one) => [
      ...checkSteps(one, acknowledged.has(one.id)),
      ...checkEnd(one, resolved.has(one.id)),
      ...checkArrivals(one, own.get(one.id) ?? []),
    ]),
  ];
}

function checkSteps({ number, timeline }: CaseDetail, isAcknowledged: boolean): string[] {
  const faults: string[] = [];
  const asked = timeline.filter(
    ({ kind, data }) => kind === 'escalated' && typeof data['names'] === 'string',
  );
  const names = asked.map(({ data }) => String(data['names']));
  const wanted = ASKED.slice(0, isAcknowledged ? names.length : ASKED.length);
  if (names.join() !== wanted.join()) faults.push(`${number}: asked ${names.join()}, not ${wanted.join()}`);
  const answer = timeline.find(({ kind }) => kind === 'acknowledged');
  if (isAcknowledged !== (answer !== undefined)) faults.push(`${number}: its answer is not as it was given`);
  const answers = timeline.filter(({ kind }) => kind === 'acknowledged').length;
  if (answers > 1) faults.push(`${number}: answered ${answers} times`);
  asked.forEach((line, index) => {
    if (answer !== undefined && line.seq > answer.seq)
      faults.push(`${number}: ${String(line.data['names'])} was asked after it was answered`);
    const before = asked[index - 1];
    const gapMs = before === undefined ? DELAY_MS : Date.parse(line.time) - Date.parse(before.time);
    if (gapMs < DELAY_MS) faults.push(`${number}: step ${index + 1} came after ${gapMs} ms`);
  });
  const forgotten = timeline.filter(({ kind }) => kind === 'forgotten').length;
  if (forgotten > 0) faults.push(`${number}: the auditor found nobody at it, ${forgotten} times`);
  return faults;
}

/** Whoever was paged was told of the end once, and nobody was where there is none. */
function checkEnd({ number, timeline }: CaseDetail, isResolved: boolean): string[] {
  const ends = timeline.filter(({ kind }) => kind === 'resolved').length;
  const told = timeline.filter(({ kind, data }) => kind === 'page-queued' && data['reason'] === 'resolved');
  const people = told.map(({ data }) => String(data['person']));
  return [
    ...(ends === (isResolved ? 1 : 0) ? [] : [`${number}: resolved ${ends} times`]),
    ...(new Set(people).size === people.length ? [] : [`${number}: ${people.join()} were told of its end`]),
    ...(isResolved || told.length === 0 ? [] : [`${number}: an end was told that was none`]),
  ];
}

const isWithdrawn = ({ kind, data }: Line) =>
  kind === 'page-failed' && String(data['detail']).startsWith('withdrawn: ');

function checkArrivals({ number, timeline }: CaseDetail, arrivals: readonly Arrival[]): string[] {
  const of = (kind: string) => timeline.filter((line) => line.kind === kind);
  const [queued, sent] = [of('page-queued').length, of('page-sent').length];
  const withdrawn = of('page-failed').filter(isWithdrawn).length;
  const asked = timeline.filter(
    ({ kind, data }) => kind === 'escalated' && typeof data['names'] === 'string',
  );
  const keys = new Set(arrivals.map(({ key }) => key)).size;
  const faults: string[] = [];
  if (sent + withdrawn !== queued)
    faults.push(`${number}: of ${queued} pages ${sent} were sent and ${withdrawn} withdrawn`);
  // One whose sender was killed may have arrived, and been withdrawn after.
  if (keys < sent || keys > queued)
    faults.push(`${number}: of ${queued} pages ${sent} were sent and ${keys} arrived`);
  const steps = of('page-queued').filter(
    ({ data }) => data['reason'] === 'opened' || data['reason'] === 'step',
  );
  if (steps.length !== asked.length)
    faults.push(`${number}: ${asked.length} were asked, ${steps.length} pages were written for it`);
  return faults;
}
