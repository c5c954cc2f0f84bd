import type { Title } from '@watchcase/api';
import { prepared } from '../prepared.ts';
import type { Tx } from '../store/index.ts';

/** What the case of all that is too much at once on a host is called. */
export async function crowdTitle(tx: Tx, hostId: string): Promise<Title> {
  const host = await tx.selectFrom('hosts').select('name').where('id', '=', hostId).executeTakeFirst();
  const name = host?.name ?? hostId;
  return { en: `Too many faults of ${name} at once`, 'zh-CN': `${name} 同时出现的故障过多` };
}

const countOpen = prepared((db, hostId: string) =>
  db
    .selectFrom('cases')
    .select((query) => query.fn.countAll().as('count'))
    .where('host_id', '=', hostId)
    .where('unresolved', '=', 1),
);

/** How many unresolved cases a host has. */
export async function openCasesOf(tx: Tx, hostId: string): Promise<number> {
  const { rows } = await countOpen(tx, hostId);
  return Number(rows[0]?.count ?? 0);
}
