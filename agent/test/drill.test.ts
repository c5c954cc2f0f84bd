import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '@watchcase/runtime';
import { describeWith, newResticRepository, RESTIC_PASSWORD } from '@watchcase/testkit';
import { stringify } from 'yaml';
import { beforeEach, expect, it } from 'vitest';
import { commandLine } from './command-line.ts';

const { path, state, run, joined } = commandLine();
const isRoot = process.getuid?.() === 0;

const scratch = () => join(path(), 'scratch');
beforeEach(() => {
  joined();
  // Databases run as users of their own.
  chmodSync(path(), 0o755);
  mkdirSync(scratch(), { mode: 0o755 });
  mkdirSync(join(path(), 'data'));
  writeFileSync(join(path(), 'data', 'orders.csv'), 'a,b\n1,2\n');
});

interface Told {
  outcome: string;
  restoredBytes: number;
  snapshotAt: number;
  startedAt: number;
  endedAt: number;
  note?: string;
  checks: { name: string; passed: boolean; found: string }[];
}

/** What was reported last. */
function told(): Told {
  const database = new DatabaseSync(join(state(), 'outbox.db'), { readOnly: true });
  const row = database.prepare('SELECT event FROM spool ORDER BY id DESC').get();
  database.close();
  const event = JSON.parse(String(row?.['event'])) as { kind: string; data: Told };
  expect(event.kind).toBe('restore_drill');
  return event.data;
}

/** Tries this plan; gives the exit code and what was told, and sees that nothing is left. */
async function drill(plan: object) {
  const file = join(path(), 'drills.yaml');
  writeFileSync(file, stringify({ drills: [{ job: 'erp', scratch: scratch(), keepFreeMiB: 1, ...plan }] }));
  const { code, err } = await run('drill', 'run', '--job', 'erp', '--plan', file);
  expect(err).toBe('');
  expect(readdirSync(scratch())).toEqual([]);
  return { code, ...told() };
}

const call = (program: string, args: readonly string[], env: Record<string, string> = {}) =>
  execFileSync(program, args, {
    encoding: 'utf8',
    stdio: 'pipe',
    cwd: path(),
    env: { ...process.env, ...env },
  });
const tarball = () => {
  const file = join(path(), 'erp.tar.gz');
  call('tar', ['-czf', file, 'data']);
  return file;
};
const rowsOf = (checks: Told['checks']) => checks.map(({ name, passed, found }) => [name, passed, found]);

describeWith(['restic', 'postgres'], 'a restore drill', () => {
  it('brings an archive of tar back, looks at it, and leaves nothing', async () => {
    const sum = createHash('sha256').update('a,b\n1,2\n').digest('hex');
    writeFileSync(join(path(), 'data', 'SUMS'), `${sum}  orders.csv\n`);
    const before = systemClock.now();
    const { code, outcome, checks, restoredBytes, snapshotAt } = await drill({
      tool: 'tar',
      options: { file: tarball().replace('erp', 'e*') },
      checks: [
        { files: 'data/*.csv' },
        { sha256: 'data/orders.csv', is: sum },
        { sums: 'data/SUMS' },
        { name: 'lines', command: ['sh', '-c', 'wc -l < data/orders.csv'], is: '2' },
      ],
    });
    expect([code, outcome]).toEqual([0, 'passed']);
    expect(rowsOf(checks).slice(1)).toEqual([
      ['files data/*.csv', true, '1 files'],
      ['sha256 of data/orders.csv', true, sum],
      ['sums of data/SUMS', true, '1 files as listed'],
      ['lines', true, '2'],
    ]);
    expect(restoredBytes).toBeGreaterThan(8);
    expect(Math.abs(snapshotAt - before)).toBeLessThan(60_000);
  });

  it('fails where data is missing or changed, and says what', async () => {
    const { code, outcome, checks } = await drill({
      tool: 'tar',
      options: { file: tarball() },
      checks: [
        { files: 'data/*.csv', atLeast: 2 },
        { sha256: 'data/orders.csv', is: '0'.repeat(64) },
        { sums: 'data/none' },
        { name: 'lines', command: ['sh', '-c', 'echo broken >&2; exit 3'] },
        { query: 'select 1' },
      ],
    });
    expect([code, outcome]).toEqual([1, 'failed']);
    expect(checks.map(({ passed }) => passed)).toEqual([true, false, false, false, false, false]);
    expect(checks[4]?.found).toContain('ended with 3: broken');
  });

  it.each([
    ['is cut off', (file: string) => truncateSync(file, 60), 'DRILL_FAILED'],
    ['is empty', (file: string) => truncateSync(file, 0), 'the newest file is empty'],
  ])('fails where the archive %s', async (_how, spoil, why) => {
    const file = tarball();
    spoil(file);
    const { code, checks } = await drill({ tool: 'tar', options: { file }, checks: [{ files: '**' }] });
    expect([code, checks.length, checks[0]?.passed]).toEqual([1, 1, false]);
    expect(checks[0]?.found).toContain(why);
  });

  it('is bounded in disk and time', async () => {
    writeFileSync(join(path(), 'data', 'large'), Buffer.alloc(3 * 1_048_576));
    const options = { file: tarball() };
    const large = await drill({ tool: 'tar', options, maxMiB: 2, checks: [{ files: '**' }] });
    expect([large.code, large.checks[0]?.found]).toEqual([
      1,
      expect.stringContaining('took more than its 2097152 bytes'),
    ]);
    const slow = await drill({
      tool: 'tar',
      options,
      timeLimit: '400ms',
      checks: [{ command: ['sh', '-c', 'sleep 43.5 & wait'] }],
    });
    expect([slow.code, slow.checks[1]?.found]).toEqual([
      1,
      expect.stringContaining('did not end within 400ms'),
    ]);
  });

  it('brings the newest snapshot of a restic repository back, and writes nothing there', async () => {
    const repository = join(path(), 'restic');
    const env = { RESTIC_REPOSITORY: repository, RESTIC_PASSWORD };
    newResticRepository(repository);
    for (const args of [
      ['backup', 'data', '--time', '2026-01-01 00:00:00'],
      ['backup', 'data/orders.csv'],
    ])
      call('restic', [...args, '--no-cache'], env);
    const before = readdirSync(repository, { recursive: true });
    const plan = { tool: 'restic', options: { repository, password: RESTIC_PASSWORD } };
    const good = await drill({ ...plan, checks: [{ files: '**/orders.csv' }] });
    expect([good.code, good.checks.length, systemClock.now() - good.snapshotAt < 60_000]).toEqual([
      0,
      2,
      true,
    ]);
    expect(readdirSync(repository, { recursive: true })).toEqual(before);
    const wrong = await drill({
      ...plan,
      options: { repository, password: 'other' },
      checks: [{ files: '**' }],
    });
    expect([wrong.code, wrong.checks[0]?.found]).toEqual([1, expect.stringContaining('wrong password')]);
    expect(JSON.stringify(wrong)).not.toContain(RESTIC_PASSWORD);
  });

  it.runIf(isRoot)(
    'brings a packed dump of PostgreSQL into a server of its own',
    async () => {
      const file = join(path(), 'erp.sql.gz');
      call('sh', [
        '-c',
        `echo 'create table orders (id int); insert into orders values (1), (2), (3);' | gzip > '${file}'`,
      ]);
      const checks = [{ name: 'orders', query: 'select count(*) from orders', atLeast: 3 }];
      const good = await drill({ tool: 'pg_restore', user: 'postgres', options: { file }, checks });
      expect([good.code, rowsOf(good.checks)]).toEqual([
        0,
        [
          ['restore', true, expect.stringContaining('took')],
          ['orders', true, '3'],
        ],
      ]);
    },
    120_000,
  );
});

it('refuses a dump in tar format, of which half may come back without an error', async () => {
  const file = join(path(), 'erp.tar');
  call('tar', ['-cf', file, 'data']);
  const { code, checks } = await drill({
    tool: 'pg_restore',
    options: { file },
    checks: [{ query: 'select 1' }],
  });
  expect([code, checks[0]?.found]).toEqual([1, expect.stringContaining('dump with --format=custom')]);
});

it('tells of a drill by hand with its evidence', async () => {
  const evidence = join(path(), 'rows.txt');
  writeFileSync(evidence, 'orders 48210\n');
  const hand = ['drill', 'record', '--job', 'erp', '--at', '2026-11-27T14:00:00Z', '--duration', '90m'];
  const { code } = await run(
    ...hand,
    '--outcome',
    'passed',
    '--note',
    'on the spare',
    '--evidence',
    evidence,
  );
  expect(code).toBe(0);
  const endedAt = Date.UTC(2026, 10, 27, 14);
  expect(told()).toMatchObject({
    outcome: 'passed',
    endedAt,
    startedAt: endedAt - 5_400_000,
    snapshotAt: null,
  });
  expect(told().note).toBe('on the spare\nrows.txt:\norders 48210');
  const sum = createHash('sha256').update('orders 48210\n').digest('hex');
  expect(told().checks).toEqual([
    { name: 'evidence rows.txt', passed: true, found: `sha256 ${sum}, 13 bytes` },
  ]);
  for (const [option = '', value = ''] of [
    ['--outcome', 'well'],
    ['--tool', 'a tool that has a name of far more than it may'],
    ['--at', '2126-11-27T14:00:00Z'],
    ['--at', '1926-11-27T14:00:00Z'],
    ['--snapshot-at', '2026-11-27T18:00:00Z'],
  ])
    expect((await run(...hand, '--outcome', 'passed', option, value)).err).toContain(
      `OPTION_INVALID ${option}`,
    );
  expect((await run('drill', 'run', '--job', 'erp', '--plan', '/nowhere')).code).toBe(1);
});
