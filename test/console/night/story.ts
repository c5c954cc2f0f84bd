import type { CaseDetail } from '@watchcase/api';
import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { startCollector, startWebhook } from '../../harness/index.ts';
import { pause } from '../../scenarios/pause.ts';
import { startHost } from '../watched-host.ts';

/** What stands on buttons, and what the engineer writes. */
export const says = {
  'en-GB': {
    go: 'Open the console',
    cases: 'Cases',
    acknowledge: /Acknowledge as/,
    open: 'Open the case',
    solvedBefore: 'What solved it last time',
    evidence: 'Evidence',
    note: 'Note',
    noteForCustomer: 'To the customer',
    resolve: 'Resolve',
    article: 'Make an article',
    paged: 'Who was paged',
    figures: 'Figures',
    responded: 'Response in time',
    missed: /^\d+ not$/,
    lateCase: 'Labels are printed twice',
    team: 'East',
    chain: 'Day and night',
    lin: 'Lin',
    zhao: 'Zhao',
    customer: 'Acme Foods',
    noteText: 'The data volume is almost full. Old exports are being removed; printing goes on.',
    causeText: 'Exports were kept for ever',
    solutionText: 'Exports older than 30 days removed; the job that does it runs again',
    earlierCause: 'The job that removes old exports had been turned off',
    earlierSolution: 'Delete /srv/export older than 30 days, then turn the job on again',
  },
  'zh-CN': {
    go: '打开控制台',
    cases: '故障单',
    acknowledge: /接手/,
    open: '查看故障单',
    solvedBefore: '上次如何解决',
    evidence: '证据',
    note: '备注',
    noteForCustomer: '告知客户',
    resolve: '解决',
    article: '生成知识条目',
    paged: '通知情况',
    figures: '指标',
    responded: '响应按时率',
    missed: /单未计入/,
    lateCase: '标签重复打印',
    team: '华东组',
    chain: '全天值守',
    lin: '林岚',
    zhao: '赵敏',
    customer: '宏达食品',
    noteText: '数据盘即将写满，正在清理旧的导出文件，打印不受影响。',
    causeText: '导出文件一直未清理',
    solutionText: '删除 30 天前的导出文件，并恢复自动清理任务',
    earlierCause: '清理旧导出文件的任务曾被停用',
    earlierSolution: '删除 /srv/export 中 30 天前的文件，并重新启用清理任务',
  },
} as const;

/** Somewhere where it is night now, or nearly. */
export const NIGHT_ZONE = nightZone(systemClock.now());

function nightZone(now: number): string {
  const zones = [
    'Asia/Shanghai',
    'Europe/Berlin',
    'America/New_York',
    'America/Los_Angeles',
    'Australia/Sydney',
  ];
  const hourIn = (timeZone: string) =>
    Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone }).format(now));
  const fromThree = (zone: string) => Math.abs(((hourIn(zone) - 3 + 36) % 24) - 12);
  return zones.toSorted((a, b) => fromThree(a) - fromThree(b))[0] as string;
}

/** A promise that is missed while the story is told. */
const PROMISED_MINUTES = 1;

type Locale = keyof typeof says;

/** A collector at the moment when somebody's phone rings. */
export interface Night {
  locale: Locale;
  words: (typeof says)[Locale];
  url: string;
  /** Signs the engineer in. */
  signIn: string;
  /** As it stands in the page. */
  acknowledgeUrl: string;
  /** The fault is over. */
  mend(): void;
  stop(): Promise<void>;
}

interface Page {
  reason: string;
  person: string;
  acknowledgeUrl: string;
  case: { host: string | null };
}

/** A case that was solved earlier, one that is late, and one of the same kind at another host that pages now. */
export async function startNight(locale: Locale, words: (typeof says)[Locale]): Promise<Night> {
  const hook = await startWebhook();
  const language = locale === 'zh-CN' ? 'zh-CN' : 'en';
  const person = (name: string) => ({ name, language, zone: NIGHT_ZONE, channels: ['hook'] });
  const collector = await startCollector({
    config: {
      channels: [{ name: 'hook', type: 'webhook', options: { url: hook.url } }],
      duty: [person(words.lin), person(words.zhao)],
    },
  });
  const post = <T>(path: string, body: object) => collector.api<T>(path, { method: 'POST', body });
  await found(collector, words);
  const late = answerLate(post, words.lateCase);
  const { id } = await post<{ id: string }>('/api/v1/accounts', {
    name: words.lin,
    email: 'lin@example.com',
    role: 'admin',
  });
  const { url: signIn } = await post<{ url: string }>(`/api/v1/accounts/${id}/login-link`, {});
  const [earlier, host] = [await startHost(collector, 'db-1'), await startHost(collector, 'db-2')];
  for (const [share, one] of [1, 2, 3, 4, 5, 6].flatMap((i) => [
    [60 + i, earlier] as const,
    [62 + i, host] as const,
  ])) {
    one.report(share);
    await pause(150);
  }
  earlier.report(97);
  const solved = await caseOf(collector, earlier.id);
  await post(`/api/v1/cases/${solved}/acknowledge`, {});
  earlier.report(40);
  await pause(2000);
  await post(`/api/v1/cases/${solved}/resolve`, {
    cause: words.earlierCause,
    solution: words.earlierSolution,
  });
  await late;
  host.report(97);
  await caseOf(collector, host.id);
  const page = await eventually(
    () =>
      hook.received
        .map(({ body }) => JSON.parse(body) as Page)
        .findLast((one) => one.reason === 'opened' && one.case.host === 'db-2' && one.person === words.lin),
    { timeoutMs: 30_000 },
  );
  // Its words are in the index a moment after the case.
  await pause(2000);
  return {
    locale,
    words,
    url: collector.url,
    signIn,
    acknowledgeUrl: page.acknowledgeUrl,
    mend: () => host.report(55),
    async stop() {
      await Promise.all([earlier.stop(), host.stop()]);
      await collector.stop();
      await hook.stop();
    },
  };
}

/** Somebody called in the evening, and had to wait longer than was promised. */
async function answerLate(post: <T>(path: string, body: object) => Promise<T>, title: string): Promise<void> {
  const about = { title, severity: 'major', category: 'software', customer: 'acme' };
  const { id } = await post<{ id: number }>('/api/v1/cases', about);
  await pause(PROMISED_MINUTES * 60_000 + 2000);
  await post(`/api/v1/cases/${id}/acknowledge`, {});
  await post(`/api/v1/cases/${id}/resolve`, { cause: '', solution: '' });
}

type Collector = Awaited<ReturnType<typeof startCollector>>;

async function found(collector: Collector, words: Night['words']): Promise<void> {
  const put = (place: string, data: object) =>
    collector.api(`/api/v1/directory/${place}`, { method: 'PUT', body: { data } });
  await put('customers/acme', { name: words.customer });
  const promises = { critical: '15m', major: `${PROMISED_MINUTES}m` };
  const targets = { respond: promises, resolve: { critical: '4h', major: '24h' } };
  await put('policies/day-and-night', { name: 'Day and night', targets });
  await put('contracts/acme', {
    customer: 'acme',
    policy: 'day-and-night',
    from: '2026-01-01',
    to: '2026-12-31',
  });
  await put('people/lin', { name: words.lin, mail: 'lin@example.com', zone: NIGHT_ZONE });
  await put('people/zhao', { name: words.zhao, zone: NIGHT_ZONE });
  await put('teams/east', { name: words.team, members: ['lin', 'zhao'], lead: 'zhao', manager: 'zhao' });
  const layer = { name: 'all', people: ['lin'], from: '2026-01-05', handOver: '09:00', every: '1d' };
  await put('rotas/east', { name: words.team, team: 'east', zone: NIGHT_ZONE, layers: [layer] });
  const steps = [
    { page: ['on-duty'], delay: '5m' },
    { page: ['lead'], delay: '10m' },
  ];
  await put('chains/east', { name: words.chain, team: 'east', steps });
}

/** The number of a host's newest case, once there is one. */
function caseOf(collector: Collector, hostId: string): Promise<number> {
  return eventually(
    async () => {
      const { items } = await collector.api<{ items: CaseDetail[] }>('/api/v1/cases');
      return items.find(({ host }) => host?.id === hostId)?.id;
    },
    { timeoutMs: 30_000 },
  );
}
