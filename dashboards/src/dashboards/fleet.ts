import { caseEvents, hostsWithCases, openBySeverity } from '../case-panels.ts';
import { defineDashboard } from '../contract.ts';
import {
  anyIsBad,
  anyIsOdd,
  bars,
  fullness,
  heads,
  hostsBetween,
  last,
  lines,
  stat,
  table,
  total,
} from '../panels.ts';
import { text } from '../text.ts';

const host = { customer: heads.customer, site: heads.site, host: heads.host };
const byHost = ['customer', 'site', 'host'] as const;
const cpu = {
  from: 'cpu',
  field: 'usage_idle',
  where: 'cpu="cpu-total"',
  influxWhere: `"cpu" = 'cpu-total'`,
};
const hosts = (field: string) => total('watchcase_customer_hosts', field, 'customer');
const cases = (field: string) => total('watchcase_customer_cases', field, 'customer');

export default defineDashboard({
  name: 'fleet',
  title: text('Fleet', '全部主机'),
  help: text('Who is well and who is not, over all customers.', '所有客户的主机：哪些正常，哪些不正常。'),
  variables: ['customer', 'site'],
  annotations: ['cases'],
  rows: [
    {
      title: text('Now', '现在'),
      panels: [
        stat(text('Online', '在线'), text('Hosts heard of in time.', '按时有消息的主机。'), hosts('online'), {
          limits: [[null, 'green']],
        }),
        stat(text('Offline', '离线'), text('Hosts that are gone.', '已失去联系的主机。'), hosts('offline'), {
          limits: anyIsBad,
        }),
        stat(
          text('Unknown', '未知'),
          text(
            'Hosts of which we cannot know: no message can reach the collector.',
            '无法判断的主机：消息到不了采集端。',
          ),
          hosts('unknown'),
          { limits: anyIsOdd },
        ),
        stat(
          text('Open cases', '未解决工单'),
          text('Cases that are not resolved.', '尚未解决的工单。'),
          cases('open'),
          {
            limits: anyIsOdd,
          },
        ),
        stat(
          text('Nobody answered', '无人响应'),
          text('Open cases that nobody has acknowledged.', '还没有人响应的未解决工单。'),
          cases('unacknowledged'),
          { limits: anyIsBad },
        ),
        stat(
          text('Targets missed', '已超时'),
          text('Promised moments of open cases that are past.', '未解决工单中已经错过的承诺时限。'),
          total('watchcase_customer_clocks', 'breached', 'customer'),
          { limits: anyIsBad },
        ),
      ],
    },
    {
      title: text('Not well', '不正常的'),
      panels: [
        hostsWithCases({ width: 24, link: 'host' }),
        table(
          text('Hosts that are gone', '离线主机'),
          text('Hosts that were heard of once and are not any more.', '曾经有消息、现在没有的主机。'),
          {
            rowOf: host,
            columns: [
              {
                title: text('Online', '在线'),
                unit: 'short',
                words: { 0: text('offline', '离线') },
                limits: [[null, 'red']],
                query: { ...last('watchcase_host', 'online', 'site', byHost), below: 0.5, bottom: 100 },
              },
            ],
          },
          { link: 'host', empty: text('Every host is there', '所有主机都在线') },
        ),
        bars(
          text('Noisiest hosts', '工单最多的主机'),
          text(
            'Cases opened in the chosen time, the 15 hosts with most.',
            '所选时间内新开工单最多的 15 台主机。',
          ),
          { ...caseEvents('opened', byHost), scope: 'site', top: 15 },
          { link: 'host', empty: text('No case was opened', '没有新开工单') },
        ),
        bars(
          text('Fullest file systems', '最满的文件系统'),
          text('Of all hosts the 15 fullest; red from 95 %.', '所有主机中最满的 15 个；95 % 起为红色。'),
          { ...last('disk', 'used_percent', 'site', ['customer', 'site', 'host', 'path']), top: 15 },
          { width: 24, unit: 'percent', limits: fullness, min: 0, max: 100, link: 'host' },
        ),
      ],
    },
    {
      title: text('Over time', '随时间变化'),
      panels: [
        lines(
          text('Hosts by presence', '主机在线情况'),
          text('How many hosts were there, gone, unknown.', '在线、离线、未知的主机数量。'),
          [
            { ...hosts('online'), legend: text('online', '在线') },
            { ...hosts('offline'), legend: text('offline', '离线') },
            { ...hosts('unknown'), legend: text('unknown', '未知') },
          ],
          { min: 0 },
        ),
        openBySeverity(),
        lines(
          text('Hosts by processor use', '主机处理器使用率分布'),
          text('How many hosts are how busy; a fleet of any size is four lines.', '各使用率区间的主机数量。'),
          [
            hostsBetween(cpu, { from: 50, to: 101 }, text('below 50 %', '50 % 以下')),
            hostsBetween(cpu, { from: 20, to: 50 }, text('50 to 80 %', '50–80 %')),
            hostsBetween(cpu, { from: 5, to: 20 }, text('80 to 95 %', '80–95 %')),
            hostsBetween(cpu, { from: -1, to: 5 }, text('above 95 %', '95 % 以上')),
          ],
          { stacked: true, min: 0 },
        ),
        lines(
          text('Hosts by memory use', '主机内存使用率分布'),
          text('How many hosts have how much of their memory in use.', '各内存使用率区间的主机数量。'),
          [
            hostsBetween(
              { from: 'mem', field: 'used_percent' },
              { from: -1, to: 70 },
              text('below 70 %', '70 % 以下'),
            ),
            hostsBetween(
              { from: 'mem', field: 'used_percent' },
              { from: 70, to: 90 },
              text('70 to 90 %', '70–90 %'),
            ),
            hostsBetween(
              { from: 'mem', field: 'used_percent' },
              { from: 90, to: 101 },
              text('above 90 %', '90 % 以上'),
            ),
          ],
          { stacked: true, min: 0 },
        ),
      ],
    },
    {
      title: text('Agents', '代理程序'),
      panels: [
        bars(
          text('Agents by version', '代理版本'),
          text('How many hosts run which version.', '各版本代理的主机数量。'),
          total('watchcase_customer_agents', 'hosts', 'customer', ['version']),
          { width: 8 },
        ),
        bars(
          text('Newest agents', '最近启动的代理'),
          text(
            'The 15 agents that were started last: joined, upgraded, or restarted.',
            '最近启动（加入、升级或重启）的 15 个代理。',
          ),
          { ...last('internal_agent', 'uptime', 'site', byHost), bottom: 15 },
          { unit: 's', width: 8, link: 'host' },
        ),
        bars(
          text('Agents that hold back', '有积压的代理'),
          text(
            'Messages that wait on the agent’s disk until the collector has them; up to four are usual.',
            '在代理磁盘上等待采集端确认的消息；四条以内属正常。',
          ),
          { ...last('internal_agent', 'outbox_messages', 'site', byHost), top: 15 },
          {
            width: 8,
            link: 'host',
            limits: [
              [null, 'green'],
              [20, 'orange'],
              [200, 'red'],
            ],
          },
        ),
      ],
    },
  ],
});
