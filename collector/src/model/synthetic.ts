/**
 * Who the synthetic alert is about: a customer, a site and a host of Watchcase's own, and a case without a number of its own. They are there while an alert is on its
 * way and belong into no list, no figure and no chart.
 */
export const SYNTHETIC = {
  customerId: 'watchcase-itself',
  siteId: 'nowhere',
  host: 'synthetic-alert',
  hostId: 'watchcase-itself.synthetic-alert',
  caseId: 0,
  pack: 'watchcase',
  rule: 'watchcase/synthetic-alert',
  /** Who is paged, and by which way; no person and no channel of the config is meant. */
  person: 'watchcase',
  channel: 'synthetic alert',
} as const;

/** True of a case that somebody should see. */
export function isRealCase(caseId: number): boolean {
  return caseId !== SYNTHETIC.caseId;
}
