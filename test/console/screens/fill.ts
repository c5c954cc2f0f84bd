import { readFileSync } from 'node:fs';
import { systemClock } from '@watchcase/runtime';
import type { CaseDetail } from '@watchcase/api';
import type { Collector } from '../../harness/index.ts';
import type { BusyDesk } from '../busy-desk.ts';
import { startHost } from '../watched-host.ts';

const DAY_MS = 86_400_000;
const GIB = 2 ** 30;
const severities = ['critical', 'major', 'minor', 'advisory'] as const;
const zhongyuan = { customer: 'zhongyuan', site: 'suzhou' };
const consolidated = { customer: 'consolidated', site: 'bielefeld' };

/** What customers call about, over and over; the long ones first. */
const calls = [
  '一号洁净车间的工单看板每隔十分钟左右断开一次，重新登录后恢复，但是正在报工的数据全部丢失',
  'Labels of the final assembly line are printed twice whenever a shift begins while the scheduler still plans the night before',
  '报表导出超时',
  'Scanner of gate 4 does not connect',
  '条码枪无法登录',
  'Planning run does not end',
];

const hosts = [
  ['mes-production-database-primary-01.suzhou', zhongyuan, 96],
  ['mes-app-2', zhongyuan, 88],
  ['erp', consolidated, 41],
  ['hongda-db', { customer: 'hongda', site: 'main' }, 93],
] as const;

/** Adds long names, many rows and people who are away to a desk that works. */
export async function fillMore(collector: Collector, desk: BusyDesk): Promise<{ stop(): Promise<void> }> {
  const post = <T>(path: string, body: object) =>
    collector.api<T>(`/api/v1${path}`, { method: 'POST', body });
  const text = readFileSync(new URL('company.yaml', import.meta.url), 'utf8');
  await post('/apply', { files: [{ name: 'company.yaml', text }], dryRun: false, prune: false });
  const started = await Promise.all(hosts.map(([name, place]) => startHost(collector, name, place)));
  for (const [at, host] of started.entries()) {
    host.report(hosts[at]?.[2] ?? 0);
    host.backUp('erp-and-warehouse-of-the-second-division', at !== 1, at * DAY_MS);
    host.backUp('files', true, DAY_MS / 2);
  }
  for (let at = 0; at < 24; at++) await call(post, at);
  await prove(collector, desk);
  await careFor(post, desk);
  await away(post);
  // This one was switched off.
  await started[2]?.stop();
  return {
    async stop() {
      for (const [at, host] of started.entries()) if (at !== 2) await host.stop();
    },
  };
}

const inDays = (days: number) => new Date(systemClock.now() + days * DAY_MS).toISOString();

type Post = <T>(path: string, body: object) => Promise<T>;

async function call(post: Post, at: number): Promise<void> {
  const { id } = await post<CaseDetail>('/cases', {
    title: calls[at % calls.length],
    text: '',
    severity: severities[at % severities.length],
    category: at % 3 === 0 ? 'hardware' : 'software',
    kind: at === 5 ? 'complaint' : 'fault',
    ...(at % 2 === 0 ? zhongyuan : consolidated),
  });
  if (at % 3 === 1) await post(`/cases/${id}/acknowledge`, { by: 'Maximilian Featherstonehaugh-O’Connor' });
  if (at % 6 === 1)
    await post(`/cases/${id}/hold`, {
      reason: 'supplier',
      until: inDays(1),
      text: '等待厂商寄出备件',
    });
  if (at % 4 === 2) await post(`/cases/${id}/assign`, { team: 'planning', note: '' });
}

/** A drill with files of long names. */
async function prove(collector: Collector, { host }: BusyDesk): Promise<void> {
  const path = `/api/v1/backups/jobs/${host.id}/erp`;
  const names = [
    '生产数据库恢复到备用机后的订单数量核对记录（二〇二六年第四季度演练）.txt',
    'login-of-the-warehouse-application-on-the-spare-machine.png',
  ];
  const files = await Promise.all(
    names.map(async (name, at) => {
      const query = new URLSearchParams({ name, visibility: at === 0 ? 'customer' : 'internal' });
      const headers = {
        authorization: `Bearer ${collector.adminToken()}`,
        'content-type': 'application/octet-stream',
      };
      const sent = await fetch(`${collector.url}${path}/evidence?${query.toString()}`, {
        method: 'POST',
        headers,
        body: name,
      });
      return ((await sent.json()) as { id: string }).id;
    }),
  );
  const [startedAt, endedAt] = [inDays(-93), inDays(-92.9)];
  await collector.api(`${path}/drills`, {
    method: 'POST',
    body: { startedAt, endedAt, outcome: 'passed', files },
  });
}

/** Work on single cases, an article, a drill, sign-in and addresses of calendars. */
async function careFor(post: Post, { cases, host }: BusyDesk): Promise<void> {
  const { alert, held, closed } = cases;
  await post(`/cases/${alert}/acknowledge`, { by: '林工' });
  await post(`/cases/${alert}/notes`, {
    text: '正在清理旧的导出文件，打印不受影响。',
    visibility: 'customer',
  });
  await post(`/cases/${held}/link`, { to: closed, relation: 'caused-by' });
  await post(`/cases/${held}/work`, {
    labourMinutes: 95,
    travelMinutes: 40,
    travelKm: 32,
    parts: [{ name: 'Mainboard', count: 1, unitPrice: 480 }],
    text: '更换主板',
  });
  await post('/articles', {
    title: '标签重复打印：排程服务未停止即换班时，打印队列被写入两次',
    symptom: '换班时标签打印两份，编号相同。',
    cause: '排程服务重启后没有确认上一批任务。',
    solution: '1. 停止排程服务；\n2. 清空打印队列；\n3. 启动排程服务，并核对最近一批的数量。',
    category: 'software',
    product: 'mes',
  });
  await post(`/backups/jobs/${host.id}/erp/drills`, {
    startedAt: inDays(-3 / 24),
    endedAt: inDays(-1 / 24),
    outcome: 'passed',
    tool: 'restic',
    checks: [
      { name: 'orders', passed: true, found: '41 203' },
      { name: 'logs', passed: false, found: 'none' },
    ],
    restoredBytes: 12 * GIB,
    snapshotAt: inDays(-1),
    note: '恢复到备用机，应用可以登录。',
    by: '林工',
  });
  await post('/views', { name: '华东的严重故障', query: 'severity=critical,major' });
  await post('/tokens', { name: 'Reports to the data warehouse', scope: 'read-only', validDays: 90 });
  await post('/oncall/feeds', { team: 'east' });
  await post('/enrolments', { customerId: 'zhongyuan', siteId: 'suzhou' });
}

/** Who is away, who stands in, and who asks to swap; all of it soon. */
async function away(post: Post): Promise<void> {
  const iso = (days: number) => `${inDays(days).slice(0, 11)}01:00:00Z`;
  await post('/oncall/absences', {
    person: 'zhao',
    from: iso(3).slice(0, 10),
    to: iso(6).slice(0, 10),
    kind: 'training',
    note: '厂商认证培训',
  });
  await post('/oncall/overrides', {
    rota: 'east-night',
    from: iso(8),
    to: iso(9),
    people: ['chen'],
    note: '赵工出差，由陈工代班',
  });
  await post('/oncall/swaps', {
    rota: 'east-night',
    person: 'lin',
    with: 'zhao',
    from: iso(15),
    to: iso(16),
  });
}
