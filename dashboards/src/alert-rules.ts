import type { DashboardSet } from './places.ts';
import { type Text, text, textIn } from './text.ts';

/** A rule for Grafana's own alerting: what Watchcase cannot say of itself once it is gone. */
interface WatcherRule {
  uid: string;
  title: Text;
  /** What to do. */
  summary: Text;
  /** One number for each collector or customer; the rule fires above `above`. */
  promql: string;
  influxql: string;
  above: number;
  /** How long it must hold. */
  for: string;
  /** Nothing at all is as bad as a number above the limit. */
  silenceIsBad: boolean;
}

export const watcherRules: readonly WatcherRule[] = [
  {
    uid: 'watchcase-collector-gone',
    title: text('No collector is heard of', '采集端没有消息'),
    summary: text(
      'No collector has written anything for five minutes. Look whether it runs and can reach the database.',
      '五分钟内没有任何采集端写入数据。请检查采集端是否运行、能否连接数据库。',
    ),
    promql: '1 - clamp_max(count(last_over_time(process_resident_memory_bytes{instance!=""}[5m])), 1)',
    influxql: 'SELECT count("bytes") * 0 AS "value" FROM "process_resident_memory" WHERE time > now() - 5m',
    above: 0.5,
    for: '1m',
    silenceIsBad: true,
  },
  {
    uid: 'watchcase-nobody-ticks',
    title: text('A collector does not tick', '采集端停止处理'),
    summary: text(
      'The collector runs but commits nothing: clocks of cases stand still, nobody is paged. Look at /readyz and its log.',
      '采集端在运行但没有提交：工单计时停止，不会通知任何人。请查看 /readyz 和日志。',
    ),
    promql: '1 - clamp_max(increase(watchcase_commit_seconds_count[5m]), 1)',
    influxql:
      'SELECT first("count") - last("count") + 1 AS "value" FROM "watchcase_commit_seconds" WHERE time > now() - 5m GROUP BY "instance"',
    above: 0.5,
    for: '2m',
    silenceIsBad: true,
  },
  {
    uid: 'watchcase-behind',
    title: text('A collector is behind', '采集端处理滞后'),
    summary: text(
      'Messages wait longer than half a minute for a turn: the machine or the database is too slow for the fleet.',
      '消息等待超过半分钟：机器或数据库跟不上主机数量。',
    ),
    promql: 'watchcase_turn_queue_age_seconds',
    influxql:
      'SELECT last("seconds") AS "value" FROM "watchcase_turn_queue_age" WHERE time > now() - 5m GROUP BY "instance"',
    above: 30,
    for: '3m',
    silenceIsBad: false,
  },
  {
    uid: 'watchcase-pages-wait',
    title: text('Pages are not sent', '通知发不出去'),
    summary: text(
      'A page has waited for ten minutes: no channel takes it. Tell the person on duty yourself, then look at the channels.',
      '有通知已等待十分钟：没有渠道能送达。请先人工通知值班人员，再检查渠道。',
    ),
    promql: 'watchcase_customer_pages_oldest_seconds',
    influxql:
      'SELECT last("oldest_seconds") AS "value" FROM "watchcase_customer_pages" WHERE time > now() - 5m GROUP BY "customer"',
    above: 600,
    for: '1m',
    silenceIsBad: false,
  },
];

/** Where the data source that the rules ask is provisioned. */
export const DATASOURCE_UID = 'watchcase';

/** The rules as a provisioning file of Grafana's alerting; give it to a contact point of your own. */
export function alertingOf(set: DashboardSet): object {
  const say = (said: Text) => textIn(set.language, said);
  return {
    apiVersion: 1,
    groups: [
      {
        orgId: 1,
        name: 'watchcase',
        folder: 'Watchcase',
        interval: '1m',
        rules: watcherRules.map((rule) => ({
          uid: rule.uid,
          title: say(rule.title),
          condition: 'C',
          for: rule.for,
          noDataState: rule.silenceIsBad ? 'Alerting' : 'OK',
          execErrState: 'Error',
          annotations: { summary: say(rule.summary) },
          labels: { product: 'watchcase' },
          data: [question(rule, set), reduction(), comparison(rule.above)],
        })),
      },
    ],
  };
}

const range = { from: 600, to: 0 };

function question({ promql, influxql }: WatcherRule, { datasource }: DashboardSet): object {
  const model =
    datasource === 'prometheus'
      ? { refId: 'A', expr: promql, instant: true, range: false }
      : { refId: 'A', query: influxql, rawQuery: true, resultFormat: 'time_series' };
  return { refId: 'A', relativeTimeRange: range, datasourceUid: DATASOURCE_UID, model };
}

function reduction(): object {
  const model = { refId: 'B', type: 'reduce', reducer: 'last', expression: 'A' };
  return { refId: 'B', relativeTimeRange: range, datasourceUid: '__expr__', model };
}

function comparison(above: number): object {
  const conditions = [{ evaluator: { type: 'gt', params: [above] } }];
  const model = { refId: 'C', type: 'threshold', expression: 'B', conditions };
  return { refId: 'C', relativeTimeRange: range, datasourceUid: '__expr__', model };
}
