import { openBySeverity, whatHappened } from '../case-panels.ts';
import { defineDashboard } from '../contract.ts';
import { anyIsBad, anyIsOdd, bars, fullness, heads, last, ranks, stat, table, total } from '../panels.ts';
import { text } from '../text.ts';

const DAY = 86_400;
const byHost = ['site', 'host'] as const;
const hosts = (field: string) => total('watchcase_customer_hosts', field, 'customer');

export default defineDashboard({
  name: 'customer',
  title: text('Customer', '客户'),
  help: text(
    'One customer’s hosts, cases and backups; no other customer’s, and no link out of it.',
    '单个客户的主机、工单和备份；不含其他客户的数据，也没有外部链接。',
  ),
  variables: ['customer'],
  oneCustomer: true,
  annotations: ['cases'],
  rows: [
    {
      title: text('Now', '现在'),
      panels: [
        stat(text('Hosts online', '在线主机'), text('Heard of in time.', '按时有消息。'), hosts('online'), {
          width: 6,
          limits: [[null, 'green']],
        }),
        stat(text('Hosts offline', '离线主机'), text('Gone.', '已失去联系。'), hosts('offline'), {
          width: 6,
          limits: anyIsBad,
        }),
        stat(
          text('Open cases', '未解决工单'),
          text('Cases that are not resolved.', '尚未解决的工单。'),
          total('watchcase_customer_cases', 'open', 'customer'),
          { width: 6, limits: anyIsOdd },
        ),
        stat(
          text('Targets missed', '已超时'),
          text('Promised moments of open cases that are past.', '未解决工单中已错过的时限。'),
          total('watchcase_customer_clocks', 'breached', 'customer'),
          { width: 6, limits: anyIsBad },
        ),
      ],
    },
    {
      title: text('Hosts', '主机'),
      panels: [
        table(
          text('Each host', '每台主机'),
          text(
            'Whether each is there, and how much it has to do; the first 200.',
            '每台主机是否在线以及负载；最多 200 台。',
          ),
          {
            rowOf: { site: heads.site, host: heads.host },
            columns: [
              {
                title: text('Online', '在线'),
                words: { 0: text('offline', '离线'), 1: text('online', '在线') },
                limits: [
                  [null, 'red'],
                  [1, 'green'],
                ],
                query: { ...last('watchcase_host', 'online', 'customer', byHost), bottom: 200 },
              },
              {
                title: text('Processor idle', '处理器空闲'),
                unit: 'percent',
                query: {
                  ...last('cpu', 'usage_idle', 'customer', byHost),
                  where: { cpu: 'cpu-total' },
                  bottom: 200,
                },
              },
              {
                title: text('Memory', '内存'),
                unit: 'percent',
                limits: fullness,
                query: { ...last('mem', 'used_percent', 'customer', byHost), top: 200 },
              },
              {
                title: text('Worst case', '最高级别'),
                words: ranks,
                query: { ...last('watchcase_host_cases', 'worst_rank', 'customer', byHost), top: 200 },
              },
            ],
          },
        ),
        bars(
          text('Fullest file systems', '最满的文件系统'),
          text('Red from 95 %.', '95 % 起为红色。'),
          { ...last('disk', 'used_percent', 'customer', ['host', 'path']), top: 15 },
          { unit: 'percent', limits: fullness, min: 0, max: 100 },
        ),
      ],
    },
    {
      title: text('Cases', '工单'),
      panels: [openBySeverity(), whatHappened()],
    },
    {
      title: text('Backups', '备份'),
      panels: [
        table(
          text('Copies', '副本'),
          text('The newest backup of each job in each place.', '每个作业在每个位置的最新备份。'),
          {
            rowOf: { host: heads.host, job: heads.job, location: heads.location },
            columns: [
              {
                title: text('Newest', '最新备份'),
                unit: 's',
                limits: [
                  [null, 'green'],
                  [1.25 * DAY, 'orange'],
                  [2 * DAY, 'red'],
                ],
                query: last('backup', 'age', 'customer', ['host', 'job', 'location']),
              },
              {
                title: text('Number', '数量'),
                query: last('backup', 'count', 'customer', ['host', 'job', 'location']),
              },
            ],
          },
          { empty: text('No place is watched', '没有监视的位置') },
        ),
        table(
          text('Runs', '运行'),
          text('What the last run of each job said of itself.', '每个作业最近一次运行的结果。'),
          {
            rowOf: { host: heads.host, job: heads.job },
            columns: [
              {
                title: text('Last good', '上次成功'),
                unit: 's',
                query: last('backup_run', 'age_success', 'customer', ['host', 'job']),
              },
              {
                title: text('Result', '结果'),
                words: { 0: text('failed', '失败'), 1: text('good', '成功') },
                limits: [
                  [null, 'red'],
                  [1, 'green'],
                ],
                query: last('backup_run', 'ok', 'customer', ['host', 'job']),
              },
            ],
          },
          { empty: text('No job reports its runs', '没有上报运行的作业') },
        ),
      ],
    },
  ],
});
