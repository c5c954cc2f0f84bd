import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type pg from 'pg';

const SCHEMA_FOLDER = '/usr/share/zabbix-server-pgsql';
/** Numbers far from those that Zabbix's own data has. */
const FIRST_HOST = 1_000_000;
const FIRST_ITEM = 10_000_000;
const OURS = 9000;
const SERIES = 100;
const RULES = 20;
/** Above it a trigger fires. */
const LIMIT = 1e14;

/** A value that breaks the rule on it. */
export const BREACHING_VALUE = '1e15';

/** Name of host `index` in Zabbix. */
export function zabbixHost(index: number): string {
  return `host-${index}`;
}

/** Name of its item number `position`; every fifth has a trigger. */
export function itemKey(position: number): string {
  return `metric[${position}]`;
}

/** Zabbix's own tables and data, as its package brings them, then `hosts` hosts of 100 trapper items and 20 triggers, whose problems go to `webhookUrl` as the name of the host. */
export async function fillZabbix(client: pg.Client, hosts: number, webhookUrl: string): Promise<void> {
  for (const name of ['schema', 'images', 'data'])
    await client.query(gunzipSync(readFileSync(`${SCHEMA_FOLDER}/${name}.sql.gz`)).toString());
  await client.query(`${hostsSql(hosts)}${webhookSql(webhookUrl)}`);
  await client.query('ANALYZE');
}

function hostsSql(hosts: number): string {
  const eachHost = `generate_series(0, ${hosts - 1}) h`;
  const eachRule = `${eachHost}, generate_series(0, ${RULES - 1}) r`;
  const [host, item] = [`${FIRST_HOST} + h`, `${FIRST_ITEM} + h * ${SERIES} + i`];
  const rule = `${FIRST_ITEM} + h * ${RULES} + r`;
  return `
    UPDATE hosts SET status = 1 WHERE status = 0;
    UPDATE actions SET status = 1;
    INSERT INTO hosts (hostid, host, name, name_upper)
      SELECT ${host}, 'host-' || h, 'host-' || h, 'HOST-' || h FROM ${eachHost};
    INSERT INTO hosts_groups (hostgroupid, hostid, groupid) SELECT ${host}, ${host}, 2 FROM ${eachHost};
    INSERT INTO items (itemid, type, hostid, name, name_upper, key_, delay, history, trends, value_type)
      SELECT ${item}, 2, ${host}, 'metric ' || i, 'METRIC ' || i, 'metric[' || i || ']', '0', '31d', '365d', 0
      FROM ${eachHost}, generate_series(0, ${SERIES - 1}) i;
    INSERT INTO item_rtdata (itemid) SELECT itemid FROM items WHERE itemid >= ${FIRST_ITEM};
    INSERT INTO triggers (triggerid, expression, description, priority)
      SELECT ${rule}, '{' || (${rule}) || '}>${LIMIT}', 'rule ' || r, 4 FROM ${eachRule};
    INSERT INTO functions (functionid, itemid, triggerid, name, parameter)
      SELECT ${rule}, ${FIRST_ITEM} + h * ${SERIES} + r * ${SERIES / RULES}, ${rule}, 'last', '$' FROM ${eachRule};`;
}

/** Without conditions, an action takes every problem. */
function webhookSql(url: string): string {
  const script = `var r = new HttpRequest(); r.post('${url}', JSON.parse(value).Subject); return 'OK';`;
  return `
    INSERT INTO media_type (mediatypeid, type, name, script) VALUES (${OURS}, 4, 'hook', $js$${script}$js$);
    INSERT INTO media_type_param (mediatype_paramid, mediatypeid, name, value)
      VALUES (${OURS}, ${OURS}, 'Subject', '{ALERT.SUBJECT}');
    INSERT INTO media (mediaid, userid, mediatypeid, sendto) VALUES (${OURS}, 1, ${OURS}, 'hook');
    INSERT INTO actions (actionid, name, eventsource, status) VALUES (${OURS}, 'notify', 0, 0);
    INSERT INTO operations (operationid, actionid, operationtype) VALUES (${OURS}, ${OURS}, 0);
    INSERT INTO opmessage (operationid, default_msg, subject, message, mediatypeid)
      VALUES (${OURS}, 0, '{HOST.HOST}', 'full', ${OURS});
    INSERT INTO opmessage_usr (opmessage_usrid, operationid, userid) VALUES (${OURS}, ${OURS}, 1);`;
}
