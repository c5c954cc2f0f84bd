import { shardOf } from '@watchcase/protocol';
import { UserError } from '@watchcase/runtime';
import type { Store, Tx } from '../store/index.ts';
import { foldText } from './fold-text.ts';
import { idOfName, type MadeId, nextId } from './id-of-name.ts';

/** A customer or a site: what it is for programs, and what people call it. */
export interface Named {
  id: string;
  name: string;
}

/** How somebody speaks of one: by its name in any script, by its id, or both for a new one. */
export interface Wanted {
  id?: string | undefined;
  name?: string | undefined;
}

/** Where a host belongs when nobody says. */
export const DEFAULT_CUSTOMER: Wanted = { name: 'default' };
export const DEFAULT_SITE: Wanted = { name: 'main' };

/** Where those of one kind stand. */
interface Shelf {
  kind: 'customer' | 'site';
  all(): Promise<Named[]>;
  /** False when another has this id. */
  add(it: Named): Promise<boolean>;
  rename(it: Named): Promise<void>;
}

/** The customer that is meant, made when there is none. Two names that differ in more than case are two customers. */
export function customerFor(tx: Tx, wanted: Wanted, now: number): Promise<Named> {
  return findOrAdd(
    {
      kind: 'customer',
      all: () =>
        tx.selectFrom('customers').select(['id', 'name']).orderBy('created_at').orderBy('id').execute(),
      async add({ id, name }) {
        const row = { id, name, created_at: now, shard: shardOf(id) };
        const insert = tx.insertInto('customers').values(row);
        const added = await insert
          .onConflict((conflict) => conflict.column('id').doNothing())
          .executeTakeFirst();
        return added.numInsertedOrUpdatedRows === 1n;
      },
      rename: async ({ id, name }) =>
        void (await tx.updateTable('customers').set({ name }).where('id', '=', id).execute()),
    },
    wanted,
  );
}

/** The site of a customer that is meant, made when there is none. */
export function siteFor(tx: Tx, customerId: string, wanted: Wanted, now: number): Promise<Named> {
  return findOrAdd(
    {
      kind: 'site',
      all: () =>
        tx
          .selectFrom('sites')
          .select(['id', 'name'])
          .where('customer_id', '=', customerId)
          .orderBy('created_at')
          .orderBy('id')
          .execute(),
      async add({ id, name }) {
        const row = { customer_id: customerId, id, name, zone: 'UTC', created_at: now };
        const insert = tx.insertInto('sites').values(row);
        const added = await insert
          .onConflict((conflict) => conflict.columns(['customer_id', 'id']).doNothing())
          .executeTakeFirst();
        return added.numInsertedOrUpdatedRows === 1n;
      },
      rename: async ({ id, name }) =>
        void (await tx
          .updateTable('sites')
          .set({ name })
          .where('customer_id', '=', customerId)
          .where('id', '=', id)
          .execute()),
    },
    wanted,
  );
}

async function findOrAdd(shelf: Shelf, wanted: Wanted): Promise<Named> {
  for (let tries = 1; ; tries++) {
    const all = await shelf.all();
    const found = find(all, wanted, shelf.kind);
    if (found?.rename === true) await shelf.rename(found.it);
    if (found !== undefined) return found.it;
    const made = newOne(all, wanted, shelf.kind);
    // Somebody else may have added it since we looked.
    if (await shelf.add(made)) return made;
    if (tries >= MOST_TRIES) throw taken(made);
  }
}

const MOST_TRIES = 5;

/** The one that is meant (pure). One that has been known by its id alone so far takes on the name that it has the id of. */
function find(
  all: readonly Named[],
  { id, name }: Wanted,
  kind: Shelf['kind'],
): { it: Named; rename?: boolean } | undefined {
  if (id !== undefined) {
    const it = all.find((one) => one.id === id);
    return (
      it && (it.name === it.id && name !== undefined ? { it: { id, name }, rename: name !== id } : { it })
    );
  }
  if (name === undefined) return undefined;
  const it = all.find((one) => one.id === name) ?? all.find((one) => foldText(one.name) === foldText(name));
  if (it !== undefined) return { it };
  // What differs in spaces, case and marks only is one and the same, as long as no letter was lost on the way to the id.
  const made = idOfName(name, kind);
  const alike = all.find((one) => isSame(made, idOfName(one.name, kind)) && one.id === made.id);
  if (alike === undefined) return undefined;
  return alike.name === alike.id ? { it: { id: alike.id, name }, rename: true } : { it: alike };
}

function isSame(a: MadeId, b: MadeId): boolean {
  return a.whole && b.whole && a.id === b.id;
}

/** Its id is as given, or made of its name and taken by nobody (pure). */
function newOne(all: readonly Named[], { id, name = id ?? '' }: Wanted, kind: Shelf['kind']): Named {
  if (id !== undefined) return { id, name };
  const ids = new Set(all.map((one) => one.id));
  const wanted = idOfName(name, kind).id;
  for (let count = 1; ; count++) {
    const free = nextId(wanted, count);
    if (!ids.has(free)) return { id: free, name };
  }
}

function taken({ id }: Named): UserError {
  return new UserError({
    code: 'ID_TAKEN',
    place: id,
    message: 'others take this id at the same moment',
    fix: 'try again',
  });
}

/** All customers with their sites, by name. */
export async function listCustomers(db: Store['db']): Promise<(Named & { sites: Named[] })[]> {
  const customers = await db
    .selectFrom('customers')
    .select(['id', 'name'])
    .orderBy('name')
    .orderBy('id')
    .execute();
  const sites = await db
    .selectFrom('sites')
    .select(['customer_id', 'id', 'name'])
    .orderBy('name')
    .orderBy('id')
    .execute();
  const byCustomer = Map.groupBy(sites, (site) => site.customer_id);
  return customers.map(({ id, name }) => ({
    id,
    name,
    sites: (byCustomer.get(id) ?? []).map((site) => ({ id: site.id, name: site.name })),
  }));
}

/** Gives a customer another name; its id stays. Errors: PLACE_NOT_FOUND, NAME_TAKEN. */
export async function renameCustomer(tx: Tx, { id, name }: Named): Promise<void> {
  checkRename(await tx.selectFrom('customers').select(['id', 'name']).execute(), { id, name });
  await tx.updateTable('customers').set({ name }).where('id', '=', id).execute();
}

/** The same for a site of a customer. */
export async function renameSite(tx: Tx, customerId: string, { id, name }: Named): Promise<void> {
  const all = tx.selectFrom('sites').select(['id', 'name']).where('customer_id', '=', customerId);
  checkRename(await all.execute(), { id, name });
  await tx
    .updateTable('sites')
    .set({ name })
    .where('customer_id', '=', customerId)
    .where('id', '=', id)
    .execute();
}

/** Two of one name could not be told apart. */
function checkRename(all: readonly Named[], { id, name }: Named): void {
  if (!all.some((one) => one.id === id))
    throw new UserError({ code: 'PLACE_NOT_FOUND', place: id, message: 'there is no such customer or site' });
  const other = all.find((one) => one.id !== id && foldText(one.name) === foldText(name));
  if (other === undefined) return;
  throw new UserError({
    code: 'NAME_TAKEN',
    place: name,
    message: `another one has this name already (id ${other.id})`,
    fix: 'choose another name',
  });
}
