import type { Store, Tx } from '../store/index.ts';

/** Keys of the customers and sites that hosts in service belong to. */
export async function readInUse(db: Store['db'] | Tx): Promise<Set<string>> {
  const places = await db
    .selectFrom('hosts')
    .select(['customer_id', 'site_id'])
    .where('retired_at', 'is', null)
    .distinct()
    .execute();
  return new Set(
    places.flatMap(({ customer_id, site_id }) => [
      `customers/${customer_id}`,
      `sites/${customer_id}.${site_id}`,
    ]),
  );
}
