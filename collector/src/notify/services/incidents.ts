import type { PageMessage, PageReason } from '../../model/index.ts';

/** Reasons that ask a person for something even when the fault is over. */
const ASKING = new Set<PageReason>([
  'warning',
  'breached',
  'step',
  'lapsed',
  'progress',
  'forgotten',
  'given-back',
  'handed-on',
  'test',
  'code',
]);

/** Whether a page closes the incident of its case where such are kept (pure): a person has resolved it, or its fault is over and nobody is asked for anything. */
export function endsIncident({ reason, case: { recoveredAt } }: PageMessage): boolean {
  return reason === 'resolved' || (recoveredAt !== null && !ASKING.has(reason));
}

/** By what the other side knows all pages of a case as one incident. Stays the same if the collector's address changes. */
export function incidentKey(prefix: string, { case: { number } }: PageMessage): string {
  return `${prefix}/${number}`;
}
