import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Article, CaseDetail } from '@watchcase/api';
import { eventually } from '@watchcase/testkit';
import type { Collector } from '../harness/index.ts';
import { repositoryRoot } from '../house/tree.ts';
import { startHost, type WatchedHost } from './watched-host.ts';

/** What there is to look at on a desk that works: the numbers of cases in each stage, an article, a host. */
export interface BusyDesk {
  cases: Readonly<Record<string, number>>;
  article: number;
  host: WatchedHost;
  stop(): Promise<void>;
}

/** Fills a collector: the sample company, a host with a fault, cases in every stage of their life, an account. */
export async function fillDesk(collector: Collector): Promise<BusyDesk> {
  const folder = join(repositoryRoot, 'docs/samples/company');
  const files = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  const post = <T>(path: string, body: object) =>
    collector.api<T>(`/api/v1${path}`, { method: 'POST', body });
  await post('/apply', { files, dryRun: false, prune: false });
  await post('/accounts', { name: 'Ada', email: 'ada@example.com', role: 'engineer' });
  // The sample's policy for all jobs leaves some to nobody.
  const standard = { jobs: { names: ['nightly*'] }, schedule: { every: '1d' } };
  await collector.api('/api/v1/directory/backupPolicies/standard', {
    method: 'PUT',
    body: { data: standard },
  });
  const host = await startHost(collector, 'db-1');
  host.report(97);
  host.backUp('erp');
  host.backUp('photos');
  const open = async (title: string, more: object = {}) =>
    (
      await post<CaseDetail>('/cases', {
        title,
        text: 'Since this morning, on all machines of the hall.',
        severity: 'major',
        category: 'software',
        customer: 'hongda',
        site: 'main',
        ...more,
      })
    ).id;
  const cases: Record<string, number> = {};
  const begin = async (name: string, acts: readonly (readonly [string, object?])[]) => {
    const id = await open(`工单打印两次 (${name})`);
    for (const [act, body = {}] of acts) await post(`/cases/${id}/${act}`, { by: '王芳', ...body });
    cases[name] = id;
  };
  const solved = ['resolve', { cause: 'The driver is old', solution: 'Installed driver 4.2' }] as const;
  await begin('open', []);
  await begin('held', [['acknowledge'], ['hold', { reason: 'parts', text: 'A new board is on its way' }]]);
  await begin('on-site', [['need-on-site', { text: 'The machine does not start' }], ['arrive']]);
  await begin('resolved', [['acknowledge'], ['diagnose', { text: 'The driver is old' }], solved]);
  await begin('closed', [['acknowledge'], ['work', { labourMinutes: 30 }], solved, ['close']]);
  await begin('cancelled', [['cancel', { text: 'A test of the alarm' }]]);
  await begin('merged', []);
  await post(`/cases/${cases['merged']}/merge`, { into: cases['open'] });
  const { id: article } = await post<Article>(`/cases/${cases['closed']}/article`, {});
  cases['alert'] = await eventually(async () => {
    const { items } = await collector.api<{ items: CaseDetail[] }>('/api/v1/cases');
    return items.find((one) => one.host?.name === 'db-1')?.id;
  });
  return { cases, article, host, stop: () => host.stop() };
}
