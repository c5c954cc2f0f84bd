import type { RecordKind } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import { SYNTHETIC } from '../model/index.ts';
import type { Store, Tx } from '../store/index.ts';
import { foldText } from './fold-text.ts';
import { idOfName, type MadeId, nextId } from './id-of-name.ts';
import type { DirectoryRecord, Writing } from './record.ts';
import { nextRevision, readVersions } from './rows.ts';
import { writeRecords } from './write.ts';

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

/** The customer that is meant, made when there is none. Two names that differ in more than case are two customers. Errors: ID_TAKEN (UserError). */
export async function customerFor(tx: Tx, wanted: Wanted, by: Writing): Promise<Named> {
  if (wanted.id === SYNTHETIC.customerId) throw kept(wanted.id);
  const all = () =>
    tx
      .selectFrom('customers')
      .select(['id', 'name'])
      .where('id', '!=', SYNTHETIC.customerId)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
  return findOrAdd(
    {
      kind: 'customer',
      all,
      add: (it) => addRecord(tx, { kind: 'customers', data: it, all }, by),
      rename: (it) => renameRecord(tx, 'customers', it, by),
    },
    wanted,
  );
}

/** The site of a customer that is meant, made when there is none. */
export function siteFor(tx: Tx, customerId: string, wanted: Wanted, by: Writing): Promise<Named> {
  const all = () =>
    tx
      .selectFrom('sites')
      .select(['id', 'name'])
      .where('customer_id', '=', customerId)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
  const placed = ({ id, name }: Named) => ({ id: `${customerId}.${id}`, name });
  return findOrAdd(
    {
      kind: 'site',
      all,
      add: (it) => addRecord(tx, { kind: 'sites', data: placed(it), all }, by),
      rename: (it) => renameRecord(tx, 'sites', placed(it), by),
    },
    wanted,
  );
}

/** What people may know of a host waits for it; of one that nobody spoke of there is a record from now on. */
export async function recordHost(tx: Tx, id: string, by: Writing): Promise<void> {
  const known = await newestOf(tx, 'hosts', id);
  if (known !== undefined) return;
  await writeRecords(tx, [{ kind: 'hosts', id, act: 'add', before: null, after: { id }, version: 1 }], by);
}

/** False when another has this id: others who add wait for each other, so what is looked at then is all there is. */
async function addRecord(
  tx: Tx,
  { kind, data, all }: { kind: 'customers' | 'sites'; data: Named; all(): Promise<Named[]> },
  by: Writing,
): Promise<boolean> {
  const revision = await nextRevision(tx);
  const own = data.id.split('.').at(-1);
  if ((await all()).some(({ id }) => id === own)) return false;
  const known = await newestOf(tx, kind, data.id);
  const after = { ...known?.data, ...data };
  const version = (known?.version ?? 0) + 1;
  await writeRecords(tx, [{ kind, id: data.id, act: 'add', before: null, after, version }], {
    ...by,
    revision,
  });
  return true;
}

async function renameRecord(
  tx: Tx,
  kind: 'customers' | 'sites',
  { id, name }: Named,
  by: Writing,
): Promise<void> {
  const known = await newestOf(tx, kind, id);
  const before = known?.data ?? { id };
  const change = { kind, id, before, after: { ...before, name }, version: (known?.version ?? 0) + 1 };
  await writeRecords(tx, [{ ...change, act: 'change' }], by);
}

async function newestOf(tx: Tx, kind: RecordKind, id: string): Promise<DirectoryRecord | undefined> {
  const [newest] = await readVersions(tx, kind, id);
  return newest;
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
  const ids = new Set([SYNTHETIC.customerId, ...all.map((one) => one.id)]);
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

function kept(id: string): UserError {
  return new UserError({
    code: 'ID_TAKEN',
    place: id,
    message: "this id is kept for Watchcase's own synthetic alert",
    fix: 'choose another id',
  });
}

/** All customers with their sites, by name. */
export async function listCustomers(db: Store['db']): Promise<(Named & { sites: Named[] })[]> {
  const customers = await db
    .selectFrom('customers')
    .select(['id', 'name'])
    .where('id', '!=', SYNTHETIC.customerId)
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
