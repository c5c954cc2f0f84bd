import type { Snapshot } from './snapshot.ts';

/** What people call a record; its id where it has no name. */
export function nameOf(directory: Snapshot, kind: Parameters<Snapshot['get']>[0], id: string): string {
  const name = directory.get(kind, id)?.data['name'];
  return typeof name === 'string' ? name : id;
}

/** In whose time a customer's days are. */
export function zoneOf(directory: Snapshot, customer: string): string {
  const zone = directory.get('customers', customer)?.data['zone'];
  return typeof zone === 'string' ? zone : 'UTC';
}
