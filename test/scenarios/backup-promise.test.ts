import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alertListSchema, type BackupJobDetail, backupJobDetailSchema } from '@watchcase/api';
import {
  describeWith,
  eventually,
  newResticRepository,
  RESTIC_PASSWORD,
  temporaryFolder,
} from '@watchcase/testkit';
import { afterEach, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { startAgent } from '../harness/agent.ts';
import { startCollector } from '../harness/collector.ts';
import { repositoryRoot } from '../house/tree.ts';

/** Several processes begin at once, on a machine that has other work. */
const PATIENT = { timeoutMs: 60_000 };
const POLICY = {
  jobs: { names: ['erp'] },
  schedule: { every: '1d' },
  copies: [{ kind: 'offsite', maxAge: '2d' }],
  threeTwoOne: '2d',
  drillEvery: '180d',
  severity: { failed: 'critical', 'three-two-one': 'minor' },
};

describeWith('restic', 'a promise of backups, from a real tool to a case', () => {
  const stops: (() => unknown)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0).toReversed()) await stop();
  });

  it('is kept by a good run, broken by a failed one though the collector is killed meanwhile, and by a place that is lost', async () => {
    const folder = temporaryFolder();
    stops.push(() => folder[Symbol.dispose]());
    const at = (name: string) => join(folder.path, name);
    mkdirSync(at('data'));
    for (const name of ['orders', 'people']) writeFileSync(at(`data/${name}`), `all ${name}`);
    newResticRepository(at('near'));

    const collector = await startCollector({ startMs: 90_000 });
    stops.push(() => collector.stop());
    await collector.api('/api/v1/directory/backupPolicies/erp', { method: 'PUT', body: { data: POLICY } });
    const repository = (name: string) => ({ repository: at(name), password: RESTIC_PASSWORD });
    const watched = (name: string, place: string) => ({
      job: 'erp',
      tool: 'restic',
      place,
      interval: '2s',
      options: repository(name),
    });
    const backups = [watched('near', 'local'), watched('far', 'offsite')];
    const token = await collector.newToken({ customer: 'acme' });
    const agent = await startAgent({
      url: collector.url,
      token,
      name: 'db1',
      config: { interval: '2s', backups },
    });
    stops.push(() => agent.stop());
    const job = async () =>
      backupJobDetailSchema.parse(await collector.api('/api/v1/backups/jobs/acme.db1/erp'));
    /** As soon as the job is so; a request may fail while the collector is away. */
    const jobThat = (is: (it: BackupJobDetail) => boolean) =>
      eventually(async () => {
        const found = await job().catch(() => undefined);
        return found !== undefined && is(found) ? found : undefined;
      }, PATIENT);

    const line = [
      'sh',
      '-c',
      `RESTIC_PASSWORD=${RESTIC_PASSWORD} restic -q --no-cache -r '${at('near')}' backup '${at('data')}'`,
    ];
    expect((await agent.command(['backup', 'run', '--job', 'erp', '--', ...line])).code).toBe(0);
    cpSync(at('near'), at('far'), { recursive: true });
    const good = await jobThat(
      ({ copies, state }) =>
        state === 'good' && copies.every(({ count }) => count === 1) && copies.length === 2,
    );
    expect(good).toMatchObject({ threeTwoOne: 'yes', lacks: null, broken: [], cases: [] });

    // The command has begun, and the collector is gone before it ends.
    const args = ['backup', 'run', '--job', 'erp', '--state', agent.state, '--', 'sh', '-c', 'cat; exit 7'];
    const wrapped = spawn(join(repositoryRoot, 'scripts/node'), [
      join(repositoryRoot, 'agent/src/main.ts'),
      ...args,
    ]);
    const ended = new Promise<number | null>((resolve) => wrapped.on('close', resolve));
    let [out, err] = ['', ''];
    wrapped.stdout.on('data', (data: Buffer) => (out += data.toString()));
    wrapped.stderr.on('data', (data: Buffer) => (err += data.toString()));
    wrapped.stdin.write('before, ');
    await eventually(() => out !== '', PATIENT);
    await collector.kill();
    wrapped.stdin.end('after');
    expect([await ended, out, err]).toEqual([7, 'before, after', '']);
    await collector.restart();
    const failed = await jobThat(({ cases }) => cases.length > 0);
    expect(failed).toMatchObject({ state: 'failed', broken: ['failed'], cases: [{ severity: 'critical' }] });

    expect((await agent.command(['backup', 'run', '--job', 'erp', '--', 'true'])).code).toBe(0);
    // Its case waits for a person, or for the time that nothing comes back.
    await jobThat(({ broken, state }) => state === 'good' && broken.length === 0);

    const plan = {
      drills: [
        {
          job: 'erp',
          tool: 'restic',
          options: repository('far'),
          scratch: folder.path,
          checks: [{ files: '**/*', atLeast: 2 }],
        },
      ],
    };
    writeFileSync(at('drills.yaml'), stringify(plan));
    const drill = await agent.command(['drill', 'run', '--job', 'erp', '--plan', at('drills.yaml')]);
    expect(drill).toMatchObject({ code: 0 });
    const drilled = await jobThat(({ drills }) => drills.length > 0);
    expect(drilled).toMatchObject({ drills: [{ outcome: 'passed', tool: 'restic' }], broken: [] });

    const forget = ['-q', '--no-cache', '-r', at('far'), 'forget', 'latest', '--prune'];
    execFileSync('restic', forget, { env: { ...process.env, RESTIC_PASSWORD } });
    const lost = await jobThat(({ broken }) => broken.length > 0);
    expect(lost).toMatchObject({
      broken: ['copies', 'three-two-one'],
      lacks: { places: 1, away: true, old: [at('far')] },
    });
    const firing = async () => {
      const { items } = alertListSchema.parse(await collector.api('/api/v1/alerts?state=firing'));
      return items.length < 2
        ? undefined
        : items.map(({ severity, title }) => `${severity} ${title}`).toSorted();
    };
    expect(await eventually(firing, PATIENT)).toEqual([
      'major No off-site copy of erp on db1 is as new as promised',
      `minor 3-2-1 of erp on db1: a second place is missing, off-site or off-line (too old: ${at('far')})`,
    ]);
  }, 240_000);
});
