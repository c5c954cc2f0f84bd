import type { CaseDetail } from '@watchcase/api';
import type { Delivery, Facts } from './facts.ts';

/** A page's window runs from the claim, which is this much before its arrival at most. */
const CLAIM_TO_ARRIVAL_MS = 1000;
/** What the webhook channel promises. */
export const WEBHOOK_WINDOW_MS = 20_000;

/** Lines that may be the cause of a page, by its reason. */
const CAUSES: Readonly<Record<string, readonly string[]>> = {
  opened: ['opened'],
  reopened: ['reopened'],
  raised: ['severity-raised'],
  breached: ['breached'],
  recovered: ['recovered'],
  recurred: ['recurred', 'alert-joined', 'reopened'],
  resolved: ['resolved', 'cancelled'],
};
/** Pages that correct what was told before: they are withdrawn once that is right again. */
const CORRECTIONS = new Set(['recovered', 'recurred', 'resolved']);

/** Every page that a timeline promises was received, each under one key of its own; none was received that no timeline knows. */
export function checkPages({ cases, deliveries }: Pick<Facts, 'cases' | 'deliveries'>): string[] {
  const known = new Set(cases.map((one) => one.id));
  const strange = deliveries
    .filter((one) => !known.has(one.caseId))
    .map((one) => `page ${one.key} is about a case that does not exist`);
  return [...strange, ...cases.flatMap((one) => checkCase(one, deliveries)), ...checkWindow(deliveries)];
}

function checkCase(one: CaseDetail, deliveries: readonly Delivery[]): string[] {
  const own = deliveries.filter((delivery) => delivery.caseId === one.id);
  const reasons = [...new Set([...own.map((delivery) => delivery.reason), ...Object.keys(CAUSES)])];
  return [...reasons.flatMap((reason) => checkReason(one, reason, own)), ...checkLast(one, own)];
}

function checkReason(one: CaseDetail, reason: string, own: readonly Delivery[]): string[] {
  const causes = one.timeline.filter((line) => CAUSES[reason]?.includes(line.kind)).length;
  const all = countLines(one, 'page-queued', reason);
  const queued = all - (CORRECTIONS.has(reason) ? countWithdrawn(one, reason) : 0);
  const sent = countLines(one, 'page-sent', reason);
  const keys = new Set(own.filter((delivery) => delivery.reason === reason).map(({ key }) => key)).size;
  return [
    ...(all > causes ? [`${one.number}: ${all} pages "${reason}" for ${causes} causes`] : []),
    ...(causes > 0 && all === 0 && reason === 'opened' ? [`${one.number}: nobody was paged`] : []),
    ...(sent === queued ? [] : [`${one.number}: of ${queued} pages "${reason}" ${sent} were sent`]),
    // One whose sender was killed may have arrived, and been withdrawn after.
    ...(keys >= queued && keys <= all
      ? []
      : [`${one.number}: of ${queued} pages "${reason}" ${keys} were received`]),
  ];
}

/** Whoever was paged was told last how things stand. */
function checkLast(one: CaseDetail, own: readonly Delivery[]): string[] {
  const last = own.toSorted((a, b) => a.receivedAt - b.receivedAt).at(-1);
  const stands = one.recoveredAt === null ? 'wrong' : 'recovered';
  if (last === undefined || last.says === stands) return [];
  return [`${one.number} is ${stands}, and its last page says ${last.says}`];
}

function countWithdrawn(one: CaseDetail, reason: string): number {
  return one.timeline.filter(
    ({ kind, data }) =>
      kind === 'page-failed' &&
      data['reason'] === reason &&
      typeof data['detail'] === 'string' &&
      data['detail'].startsWith('withdrawn: '),
  ).length;
}

function countLines(one: CaseDetail, kind: string, reason: string): number {
  return one.timeline.filter((line) => line.kind === kind && line.data['reason'] === reason).length;
}

/** No page was received twice within its window. */
export function checkWindow(deliveries: readonly Delivery[], windowMs = WEBHOOK_WINDOW_MS): string[] {
  const sorted = deliveries.toSorted((a, b) => a.receivedAt - b.receivedAt);
  return sorted.flatMap((one, index) => {
    const before = sorted.slice(0, index).findLast((other) => other.key === one.key);
    const gapMs = before === undefined ? Number.POSITIVE_INFINITY : one.receivedAt - before.receivedAt;
    return gapMs + CLAIM_TO_ARRIVAL_MS >= windowMs ? [] : [`page ${one.key} came twice in ${gapMs} ms`];
  });
}
