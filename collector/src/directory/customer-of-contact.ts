import { isRetired } from './record.ts';
import type { Snapshot } from './snapshot.ts';

/** Whose contact writes from this address (pure); undefined of a stranger, and of one who is a contact of several customers: the address alone does not say whom it is about. */
export function customerOfContact(known: Snapshot, address: string): string | undefined {
  const wanted = address.toLowerCase();
  const customers = new Set(
    known
      .all('contacts')
      .filter((one) => !isRetired(one) && textOf(one.data['mail']).toLowerCase() === wanted)
      .map(({ data }) => textOf(data['customer'])),
  );
  return wanted !== '' && customers.size === 1 ? [...customers][0] : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
