/** What a customer reads of a case's log besides notes that are for them: how it stands, never who was paged or what rules did. */
const SHOWN: ReadonlySet<string> = new Set([
  'opened',
  'acknowledged',
  'unassigned',
  'diagnosed',
  'on-site-needed',
  'on-site-arrived',
  'held',
  'resumed',
  'severity-raised',
  'severity-changed',
  'recovered',
  'resolved',
  'reopened',
  'confirmed',
  'rated',
  'closed',
  'cancelled',
  'merged',
]);

/** Whether a line of a case's log is for the customer's eyes (pure). What is not known is not. */
export function isForCustomer(event: { kind: string; data: Readonly<Record<string, unknown>> }): boolean {
  return event.kind === 'note' ? event.data['visibility'] === 'customer' : SHOWN.has(event.kind);
}
