import type { Check } from '@watchcase/backup';

/** What each breach is called: `{job}`, `{host}`, `{about}`, `{value}` and `{limit}` are filled in. */
export const checkWords: Readonly<Record<Check, readonly [en: string, zhCn: string]>> = {
  missed: [
    'Backup {job} on {host} is missed: nothing came for {value}',
    '{host} 上的备份 {job} 未按计划执行：已有 {value} 没有任何结果',
  ],
  failed: ['Backup {job} on {host} failed', '{host} 上的备份 {job} 失败'],
  warnings: ['Backup {job} on {host} ended with warnings', '{host} 上的备份 {job} 完成但有警告'],
  stuck: ['Backup {job} on {host} has run for {value}', '{host} 上的备份 {job} 已运行 {value}'],
  incomplete: ['Newest copy of {job} at {about} is not whole', '{about} 中 {job} 的最新副本不完整'],
  copies: [
    'No {about} copy of {job} on {host} is as new as promised',
    '{host} 上的 {job} 没有足够新的{about}副本',
  ],
  'three-two-one': ['3-2-1 of {job} on {host}: {lacks}', '{host} 上 {job} 的 3-2-1：{lacks}'],
  retention: [
    '{about} does not keep what is promised of {job}: {value} of {limit}',
    '{about} 保留的 {job} 副本不足：{value}，要求 {limit}',
  ],
  size: ['Backup {job} on {host} has an unusual size: {value}', '{host} 上的备份 {job} 大小异常：{value}'],
  files: [
    'Backup {job} on {host} has an unusual number of files: {value}',
    '{host} 上的备份 {job} 文件数异常：{value}',
  ],
  duration: [
    'Backup {job} on {host} took unusually long or short: {value}',
    '{host} 上的备份 {job} 耗时异常：{value}',
  ],
  identical: [
    'Backup {job} on {host} is the same as the last one: {value}',
    '{host} 上的备份 {job} 与上一份完全相同：{value}',
  ],
  verification: [
    'Backups of {job} on {host} were not verified for {value}, {limit} is promised',
    '{host} 上 {job} 的备份已有 {value} 未经校验，承诺为 {limit}',
  ],
  'drill-overdue': ['Restore drill of {job} on {host} is overdue', '{host} 上 {job} 的恢复演练已逾期'],
  'drill-failed': ['Restore drill of {job} on {host} failed', '{host} 上 {job} 的恢复演练失败'],
  rpo: [
    'A restore of {job} on {host} would lose {value}, {limit} is promised',
    '恢复 {host} 上的 {job} 将丢失 {value} 的数据，承诺为 {limit}',
  ],
  rto: [
    'The last restore of {job} on {host} took {value}, {limit} is promised',
    '{host} 上 {job} 的上次恢复耗时 {value}，承诺为 {limit}',
  ],
  clock: [
    'The clock of {about}, a place of {job}, is {value} ahead',
    '{job} 的存放位置 {about} 的时钟快了 {value}',
  ],
  unwatched: [
    'Nobody has looked at {about}, a place of {job}, for {value}',
    '{job} 的存放位置 {about} 已有 {value} 无人查看',
  ],
};

/** What stands behind a number of periods that have a copy. */
export const periodWords: Readonly<Record<string, readonly [en: string, zhCn: string]>> = {
  days: [' different days', ' 个不同日期'],
  weeks: [' different weeks', ' 个不同的周'],
  months: [' different months', ' 个不同月份'],
};

/** What a breach is called that is about one place, where that is another thing than the same of the job as a whole. */
export const placeCheckWords: Readonly<Partial<Record<Check, readonly [en: string, zhCn: string]>>> = {
  verification: ['Damage was found in the copies of {job} at {about}', '{about} 中 {job} 的副本已发现损坏'],
};

/** How far a copy is from what it saves, within such a sentence. */
export const placeWords: Readonly<Record<string, readonly [en: string, zhCn: string]>> = {
  local: ['local', '本地'],
  offsite: ['off-site', '异地'],
  offline: ['off-line', '离线'],
};
