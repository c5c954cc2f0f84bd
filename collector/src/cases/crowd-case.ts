import type { Title } from '@watchcase/api';
import type { Tx } from '../store/index.ts';

const PREFIX = 'crowd ';

/** Group key of the case of all that is too much at once on a host. No host's and no rule's group is called so: their customer's name stands first. */
export function crowdKey(hostId: string): string {
  return `${PREFIX}${hostId}`;
}

/** True of such a key. */
export function isCrowdKey(groupKey: string): boolean {
  return groupKey.startsWith(PREFIX);
}

/** What that case is called. */
export async function crowdTitle(tx: Tx, hostId: string): Promise<Title> {
  const host = await tx.selectFrom('hosts').select('name').where('id', '=', hostId).executeTakeFirst();
  const name = host?.name ?? hostId;
  return { en: `Too many faults of ${name} at once`, 'zh-CN': `${name} 同时出现的故障过多` };
}

/** How many unresolved cases a host has. */
export async function openCasesOf(tx: Tx, hostId: string): Promise<number> {
  const row = await tx
    .selectFrom('cases')
    .select((query) => query.fn.countAll().as('count'))
    .where('host_id', '=', hostId)
    .where('unresolved', '=', 1)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}
