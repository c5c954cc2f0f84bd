import type { CaseDetail } from '@watchcase/api';
import type { Delivery, Facts } from './facts.ts';

/** A page's window runs from the claim, which is this much before its arrival at most. */
const CLAIM_TO_ARRIVAL_MS = 1000;
/** What the webhook channel promises. */
export const WEBHOOK_WINDOW_MS = 20_000;

const PAGED: Readonly<Record<string, string>> = {
  opened: 'opened',
  reopened: 'reopened',
  'severity-raised': 'raised',
  breached: 'breached',
};

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
  const reasons = [...new Set([...own.map((delivery) => delivery.reason), ...Object.values(PAGED)])];
  return reasons.flatMap((reason) => {
    const causes = one.timeline.filter((line) => PAGED[line.kind] === reason).length;
    const queued = countLines(one, 'page-queued', reason);
    const sent = countLines(one, 'page-sent', reason);
    const keys = new Set(own.filter((delivery) => delivery.reason === reason).map(({ key }) => key)).size;
    return [
      ...(queued > causes ? [`${one.number}: ${queued} pages "${reason}" for ${causes} causes`] : []),
      ...(causes > 0 && queued === 0 && reason === 'opened' ? [`${one.number}: nobody was paged`] : []),
      ...(sent === queued ? [] : [`${one.number}: of ${queued} pages "${reason}" ${sent} were sent`]),
      ...(keys === queued ? [] : [`${one.number}: of ${queued} pages "${reason}" ${keys} were received`]),
    ];
  });
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
