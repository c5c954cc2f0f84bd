import type { Title } from '@watchcase/api';
import type { Tx } from '../store/index.ts';

/** What an outage of a site is called. */
export async function siteTitle(tx: Tx, customerId: string, siteId: string): Promise<Title> {
  const site = await tx
    .selectFrom('sites')
    .select('name')
    .where('customer_id', '=', customerId)
    .where('id', '=', siteId)
    .executeTakeFirst();
  const name = site?.name ?? siteId;
  return { en: `Site ${name}: several hosts are offline`, 'zh-CN': `站点 ${name} 有多台主机离线` };
}
