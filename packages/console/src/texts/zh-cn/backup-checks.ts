import type { BackupLacks } from '@watchcase/api';
import type { backupChecks as english } from '../en/backup-checks.ts';

/** 3-2-1 缺少什么。 */
function lacksText({ places, away, old }: BackupLacks): string {
  const second = away ? '缺少第二个存放位置（异地或离线）' : '缺少第二个存放位置';
  const what = places >= 2 ? '没有任何位置的副本足够新' : places === 1 ? second : '没有异地或离线的副本';
  return old.length === 0 ? what : `${what}（过旧：${old.join('、')}）`;
}

const usual = (what: string) => (limit: string) =>
  limit === '' ? `${what}与平时相当` : `${what}与平时相当，界限为 ${limit}`;

export const backupChecks: typeof english = {
  kept: '符合',
  unknown: '主机无消息，暂时无法判断',
  untold: '不符合，按策略不告知任何人',
  since: '始于',
  lacks: lacksText,
  periods: {
    days: (count) => `${count} 个不同日期`,
    weeks: (count) => `${count} 个不同的周`,
    months: (count) => `${count} 个不同月份`,
  },
  checks: {
    missed: {
      name: () => '按时执行',
      promised: () => '每个计划时刻加宽限时间之内有结果',
      found: (value) => (value === '' ? '没有任何结果' : `已有 ${value}没有任何结果`),
    },
    failed: {
      name: () => '执行成功',
      promised: () => '最近一次执行成功',
      found: () => '最近一次失败或被中断',
    },
    warnings: {
      name: () => '没有警告',
      promised: () => '最近一次执行与最新副本均完整',
      found: () => '可用，但不完整',
    },
    stuck: {
      name: () => '按时结束',
      promised: (limit) => `一次执行不超过 ${limit}`,
      found: (value) => `已运行 ${value}`,
    },
    incomplete: {
      name: (about) => `${about} 的副本完整`,
      promised: () => '最新副本可以恢复',
      found: () => '最新副本不完整',
    },
    copies: {
      name: (about) => `${about}副本`,
      promised: (limit) => `最新的不早于 ${limit}前`,
      found: (value, than) => {
        if (value === '') return '没有副本';
        return than > 0 ? `最新的已有 ${value}` : '数量不足，或最新的不完整';
      },
    },
    'three-two-one': {
      name: () => '3‑2‑1',
      promised: (limit) => `连同数据本身 ${limit} 份，分处两地，其中一份在别处`,
      found: (_value, _than, lacks) => (lacks === null ? '' : lacksText(lacks)),
    },
    retention: {
      name: (about) => `${about} 的保留`,
      promised: (limit) => (limit === '' ? '保留的数量与时间符合承诺' : `至少 ${limit}`),
      found: (value) => `只有 ${value}`,
    },
    size: {
      name: () => '大小正常',
      promised: usual('大小'),
      found: (value) => `最近一份为 ${value}`,
    },
    files: {
      name: () => '文件数正常',
      promised: usual('文件数'),
      found: (value) => `最近一份有 ${value} 个`,
    },
    duration: {
      name: () => '耗时正常',
      promised: usual('耗时'),
      found: (value) => `最近一次用了 ${value}`,
    },
    identical: {
      name: () => '内容有变化',
      promised: () => '相邻两份大小不同',
      found: (value) => `最近两份大小相同，均为 ${value}`,
    },
    verification: {
      name: (about) => (about === '' ? '经过校验' : `${about} 经过校验`),
      promised: (limit) => (limit === '' ? '没有发现损坏' : `每 ${limit}校验一次，且没有损坏`),
      found: (value) => (value === '' ? '发现损坏' : `已有 ${value}未校验`),
    },
    'drill-overdue': {
      name: () => '恢复演练',
      promised: (limit) => `每 ${limit}（含宽限）通过一次演练`,
      found: (value) => `已有 ${value}没有通过的演练`,
    },
    'drill-failed': {
      name: () => '最近一次演练',
      promised: () => '最近一次演练通过',
      found: () => '最近一次演练失败',
    },
    rpo: {
      name: () => '会丢失的数据（RPO）',
      promised: (limit) => `不超过 ${limit}`,
      found: (value) => `恢复时会丢失 ${value}`,
    },
    rto: {
      name: () => '恢复所需时间（RTO）',
      promised: (limit) => `不超过 ${limit}`,
      found: (value) => `最近一次演练用了 ${value}`,
    },
    clock: {
      name: (about) => `${about} 的时钟`,
      promised: (limit) => `快不到 ${limit}`,
      found: (value) => `快了 ${value}`,
    },
    unwatched: {
      name: (about) => `${about} 有人查看`,
      promised: (limit) => `每 ${limit} 至少查看一次`,
      found: (value) => `已有 ${value} 无人查看`,
    },
  },
};
