import type { Title } from '@watchcase/api';
import type { Tx } from '../store/index.ts';

/** What an outage of a site is called. */
export async function siteTitle(tx: Tx, customerId: string, siteId: string): Promise<Title> {
  const name = await nameOf(tx, customerId, siteId);
  return { en: `Site ${name}: several hosts are offline`, 'zh-CN': `站点 ${name} 有多台主机离线` };
}

/** What the case of a site is called at which much breaks at once. */
export async function stormTitle(tx: Tx, customerId: string, siteId: string): Promise<Title> {
  const name = await nameOf(tx, customerId, siteId);
  return { en: `Site ${name}: faults of many hosts at once`, 'zh-CN': `站点 ${name} 多台主机同时出现故障` };
}

async function nameOf(tx: Tx, customerId: string, siteId: string): Promise<string> {
  const site = await tx
    .selectFrom('sites')
    .select('name')
    .where('customer_id', '=', customerId)
    .where('id', '=', siteId)
    .executeTakeFirst();
  return site?.name ?? siteId;
}
