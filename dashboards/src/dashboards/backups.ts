import { type Column, defineDashboard, type Limits } from '../contract.ts';
import { anyIsBad, bars, heads, last, lines, stat, table, total } from '../panels.ts';
import type { Merge, Query } from '../query.ts';
import { text } from '../text.ts';

const DAY = 86_400;
/** Daily backups, with some hours of grace. */
const age: Limits = [
  [null, 'green'],
  [1.25 * DAY, 'orange'],
  [2 * DAY, 'red'],
];
const run = ['customer', 'site', 'host', 'job'] as const;
const copy = [...run, 'location'] as const;
const column = (title: Column['title'] & object, from: string, field: string, by: readonly string[]) => ({
  title,
  query: last(from, field, 'job', by),
});
/** A fleet of any size is a line for each job. */
const ofJob = (from: string, field: string, merge: Merge, by: readonly string[]): Query => {
  const legend = by.map((tag) => `{{${tag}}}`).join(' ');
  return { ...last(from, field, 'job', by), merge, legend: text(legend, legend) };
};
const facts = (field: string) => total('watchcase_customer_backup_runs', field, 'customer');

export default defineDashboard({
  name: 'backups',
  title: text('Backups', '备份'),
  help: text(
    'Age, size and number of every backup, by job and place; what is late is red.',
    '每个备份作业、每个位置的时间、大小和数量；过期的为红色。',
  ),
  variables: ['customer', 'site', 'host', 'job'],
  annotations: ['cases'],
  rows: [
    {
      title: text('Now', '现在'),
      panels: [
        stat(
          text('Jobs that report', '上报的作业'),
          text('Jobs whose runs are reported.', '上报运行结果的作业。'),
          facts('jobs'),
          { width: 6 },
        ),
        stat(
          text('Last run failed', '最近一次失败'),
          text('Jobs whose last run failed.', '最近一次运行失败的作业。'),
          facts('failed'),
          {
            width: 6,
            limits: anyIsBad,
          },
        ),
        stat(
          text('Oldest good run', '最久未成功'),
          text('Of the job whose last good run is longest ago.', '最久没有成功的作业距今的时间。'),
          { ...last('watchcase_customer_backup_runs', 'oldest_good_seconds', 'customer', []), merge: 'max' },
          { width: 6, unit: 's', limits: age, empty: text('no job reports', '没有上报的作业') },
        ),
        stat(
          text('Oldest copy', '最旧的副本'),
          text(
            'Of all watched places the one whose newest backup is oldest.',
            '所有受监视位置中最新备份最旧的一个。',
          ),
          { ...last('backup', 'age', 'host', []), merge: 'max' },
          { width: 6, unit: 's', limits: age, empty: text('no place is watched', '没有监视的位置') },
        ),
      ],
    },
    {
      title: text('Runs', '运行'),
      panels: [
        table(
          text('Runs by job', '各作业的运行'),
          text('What the last run of each job said of itself.', '每个作业最近一次运行的结果。'),
          {
            rowOf: { customer: heads.customer, host: heads.host, job: heads.job },
            columns: [
              {
                ...column(text('Last good', '上次成功'), 'backup_run', 'age_success', run),
                unit: 's',
                limits: age,
              },
              {
                ...column(text('Result', '结果'), 'backup_run', 'ok', run),
                words: { 0: text('failed', '失败'), 1: text('good', '成功') },
                limits: [
                  [null, 'red'],
                  [1, 'green'],
                ],
              },
              { ...column(text('Took', '耗时'), 'backup_run', 'duration', run), unit: 's' },
              { ...column(text('Size', '大小'), 'backup_run', 'size', run), unit: 'bytes' },
            ],
          },
          { width: 24, link: 'host', empty: text('No job reports its runs', '没有上报运行的作业') },
        ),
        lines(
          text('Duration', '耗时'),
          text(
            'How long the last run took; of several hosts the longest of each job.',
            '最近一次运行的耗时；选择多台主机时为各作业中最长的。',
          ),
          [ofJob('backup_run', 'duration', 'max', ['job'])],
          { unit: 's', min: 0, empty: text('No job reports its runs', '没有上报运行的作业') },
        ),
        bars(
          text('Running', '运行中'),
          text('How long runs that have not ended have been under way.', '未结束的运行已持续的时间。'),
          { ...last('backup_run', 'running', 'job', ['host', 'job']), above: 0, top: 20 },
          { unit: 's', empty: text('No run is under way', '没有正在运行的作业') },
        ),
      ],
    },
    {
      title: text('Copies', '副本'),
      panels: [
        table(
          text('Copies by place', '各位置的副本'),
          text('What each backup tool says of each place.', '备份工具在每个位置看到的情况。'),
          {
            rowOf: { customer: heads.customer, host: heads.host, job: heads.job, location: heads.location },
            columns: [
              { ...column(text('Newest', '最新备份'), 'backup', 'age', copy), unit: 's', limits: age },
              { ...column(text('Size', '大小'), 'backup', 'size', copy), unit: 'bytes' },
              { ...column(text('Number', '数量'), 'backup', 'count', copy) },
            ],
          },
          { width: 24, link: 'host', empty: text('No place is watched', '没有监视的位置') },
        ),
        lines(
          text('Age of the newest', '最新备份距今'),
          text(
            'A saw with a tooth for each backup; a tooth that goes on growing is a missed one. Of several hosts the oldest of each job.',
            '每次备份后归零的锯齿线；持续上升表示错过了备份。选择多台主机时为各作业中最旧的。',
          ),
          [ofJob('backup', 'age', 'max', ['job', 'location'])],
          { unit: 's', min: 0, empty: text('No place is watched', '没有监视的位置') },
        ),
        lines(
          text('Size of the newest', '最新备份大小'),
          text(
            'A sudden drop is as bad as a missed backup. Of several hosts the sum of each job.',
            '突然变小和错过备份一样严重。选择多台主机时为各作业的总和。',
          ),
          [ofJob('backup', 'size', 'sum', ['job', 'location'])],
          { unit: 'bytes', min: 0, empty: text('No place is watched', '没有监视的位置') },
        ),
        table(
          text('Places that cannot be read', '无法读取的位置'),
          text(
            'The tool could not say anything: the backups may be there or not.',
            '工具无法读取：备份可能在，也可能不在。',
          ),
          {
            rowOf: { customer: heads.customer, host: heads.host, job: heads.job },
            columns: [
              {
                title: text('Readable', '可读'),
                words: { 0: text('no', '否') },
                limits: [[null, 'red']],
                query: { ...last('backup_tool', 'readable', 'job', run), below: 1, bottom: 100 },
              },
            ],
          },
          { width: 24, height: 6, link: 'host', empty: text('All can be read', '全部可读') },
        ),
      ],
    },
  ],
});
