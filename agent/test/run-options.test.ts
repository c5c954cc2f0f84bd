import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { eventually, processesWith } from '@watchcase/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { commandLine, OPEN } from './command-line.ts';

const { path, state, launch, withState, run, joined } = commandLine();
beforeEach(() => joined());
const sh = (script: string) => ['sh', '-c', script];

/** What was reported and no agent has taken yet. */
function spooled(): { kind: string; data: Record<string, unknown> }[] {
  const database = new DatabaseSync(join(state(), 'outbox.db'), { readOnly: true });
  const rows = database.prepare('SELECT event FROM spool ORDER BY id').all();
  database.close();
  return rows.map(
    ({ event }) => JSON.parse(String(event)) as { kind: string; data: Record<string, unknown> },
  );
}

/** One run with these options; what it ended with, and what was reported of its end. */
async function ran(options: readonly string[], script: string) {
  const ended = await run('backup', 'run', '--job', 'erp', ...options, '--', ...sh(script));
  const { data } = spooled().findLast(({ kind }) => kind === 'backup-end') ?? {};
  return { ...ended, told: data };
}

describe('a run', () => {
  it.each([
    ['is a success', [], 'exit 0', [0, 'success']],
    ['has warnings by its tool', ['--warnings', 'borg'], 'exit 1', [1, 'warnings']],
    ['has failed', ['--warnings', 'restic'], 'exit 1', [1, 'failed']],
  ] as const)('%s', async (_what, options, script, [code, outcome]) => {
    expect(await ran(options, script)).toMatchObject({ code, told: { outcome, exitCode: code } });
  });

  it('is tried again, and told once', async () => {
    const counts = `echo x >> '${path()}/tries'; [ $(wc -l < '${path()}/tries') = 3 ]`;
    const { code, told, err } = await ran(['--retries', '5', '--retry-delay', '10ms'], counts);
    expect([code, told?.['outcome'], readFileSync(join(path(), 'tries'), 'utf8')]).toEqual([
      0,
      'success',
      'x\nx\nx\n',
    ]);
    expect(err).toContain('exit code 1; tried again in 10ms');
    expect(spooled().map(({ kind }) => kind)).toEqual(['backup-start', 'backup-end']);
  });

  it('is stopped when its time is up, with all it has started', async () => {
    const { code, told } = await ran(
      ['--time-limit', '300ms'],
      'sh -c "trap : TERM; sleep 41.5; sleep 41.5" & wait',
    );
    expect([code, told?.['outcome'], told?.['exitCode']]).toEqual([124, 'failed', 124]);
    expect(told?.['output']).toContain('its time of 300ms was up');
    await eventually(() => processesWith('sleep 41.5').length === 0);
  });

  it('has its variables from a file, and never shows one', async () => {
    const file = join(path(), 'env');
    writeFileSync(file, '# of the repository\nexport PASS=a#b c\nQUOTED="x \\" y "\n\nEMPTY=\n');
    const { code, err } = await ran(['--env-file', file], 'echo "$PASS|$QUOTED|$EMPTY|" >&2');
    expect(code).toBe(0);
    expect(spooled().at(-1)?.data['output']).toBe('a#b c|x " y ||\n');
    expect(err).toBe('');
    writeFileSync(file, 'PASS=a\nsecret words\n');
    const bad = await ran(['--env-file', file], `touch '${path()}/begun'`);
    expect([bad.code, bad.told?.['outcome'], existsSync(join(path(), 'begun'))]).toEqual([
      1,
      'failed',
      false,
    ]);
    expect(bad.err).toMatch(/ENV_FILE_UNREADABLE .*env line 2: NAME=VALUE was expected/);
    expect(bad.err).not.toContain('secret');
  });

  it.each([
    ['all go well', ['true', 'exit 0', 'true'], [0, 'success', true]],
    ['the command fails', ['true', 'exit 9', 'true'], [9, 'failed', true]],
    ['the hook after it fails', ['true', 'exit 0', 'exit 7'], [0, 'warnings', true]],
    ['both fail', ['true', 'exit 9', 'exit 7'], [9, 'failed', true]],
    ['the hook before it fails', ['exit 5', 'exit 0', 'true'], [5, 'failed', false]],
  ] as const)('has hooks: %s', async (_what, [before, script, after], [code, outcome, begun]) => {
    const marks = join(path(), 'marks');
    const hooks = [
      ['--before', `echo "before $WATCHCASE_JOB" >> '${marks}'; ${before}`],
      ['--after', `echo "after $WATCHCASE_EXIT_CODE" >> '${marks}'; echo hook; ${after}`],
    ].flat();
    const ended = await ran(hooks, `echo begun >> '${marks}'; ${script}`);
    expect(ended).toMatchObject({ code, told: { outcome, exitCode: code } });
    const lines = readFileSync(marks, 'utf8').trim().split('\n');
    expect(lines).toEqual(['before erp', ...(begun ? ['begun'] : []), `after ${code}`]);
  });

  it('tells the size of what it made', async () => {
    const made = join(path(), 'made');
    const one = `mkdir -p '${made}/deep'; head -c 1000 /dev/zero > '${made}/a.dump'; head -c 20 /dev/zero > '${made}/deep/b'; ln '${made}/a.dump' '${made}/deep/c'`;
    expect((await ran(['--size-of', made], one)).told?.['sizeBytes']).toBe(1020);
    const two = `head -c 30 /dev/zero > '${made}/z.dump'; touch -d '+1 minute' '${made}/z.dump'`;
    expect((await ran(['--size-of', `${made}/*.dump`], two)).told?.['sizeBytes']).toBe(30);
    const gone = await ran(['--size-of', `${made}/none`], 'true');
    expect([gone.code, gone.told?.['outcome'], gone.told?.['sizeBytes']]).toEqual([0, 'success', null]);
    expect(gone.err).toContain('the size of the backup is not known');
  });

  it('is left out, or waits, while another of its job goes on', async () => {
    const going = launch(
      withState(['backup', 'run', '--job', 'erp', '--', ...sh('echo ready; read end')]),
      OPEN,
    );
    await eventually(() => going.text.out.includes('ready'));
    const mark = join(path(), 'ran');
    const skipped = await run('backup', 'run', '--job', 'erp', '--skip-if-running', '--', 'touch', mark);
    expect([skipped.code, existsSync(mark)]).toEqual([0, false]);
    expect(skipped.err).toContain('another run of erp goes on on this host');
    const vain = await run(
      'backup',
      'run',
      '--job',
      'erp',
      '--wait',
      '--wait-limit',
      '50ms',
      '--',
      'touch',
      mark,
    );
    expect([vain.code, existsSync(mark)]).toEqual([75, false]);
    expect(spooled().at(-1)).toMatchObject({ kind: 'backup-end', data: { outcome: 'failed', exitCode: 75 } });
    expect((await run('backup', 'run', '--job', 'other', '--skip-if-running', '--', 'true')).code).toBe(0);
    const waits = run('backup', 'run', '--job', 'erp', '--wait', '--', 'touch', mark);
    going.child.stdin?.end('\n');
    expect([(await going.ended).code, (await waits).code, existsSync(mark)]).toEqual([0, 0, true]);
  });
});

/** One verification with these options; what it ended with, and what was reported of it. */
async function verified(options: readonly string[], script: string) {
  const ended = await run('backup', 'verify', '--job', 'erp', ...options, '--', ...sh(script));
  const { data } = (existsSync(join(state(), 'outbox.db')) ? spooled() : []).at(-1) ?? {};
  return { ...ended, told: data };
}

describe('a verification', () => {
  const at = ['--location', '/srv/erp'];
  it.each([
    [[...at, '--damaged', 'Restic'], 'write "restic"'],
    [[...at, '--damaged', 'pgbackrset'], 'write "pgbackrest"'],
    [[...at, '--damaged', '('], 'a regular expression'],
    [[], 'place of the copies'],
  ])('is refused with a word: %j', async (options, word) => {
    const { code, err, told } = await verified(options, 'true');
    expect([code, told]).toEqual([1, undefined]);
    expect(err).toContain(word);
  });

  it('is refused without a command, by its own name', async () => {
    const { err } = await run('backup', 'verify', '--job', 'erp', ...at, '--');
    expect(err).toContain('backup verify … -- COMMAND');
  });

  it.each([
    ['finds nothing', [], 'echo well', 0, { sound: true, found: 'well' }],
    ['finds damage by its exit code', [], 'echo bad >&2; exit 1', 1, { sound: false, found: 'bad' }],
    [
      'finds damage by its words, whatever its exit code',
      ['--damaged', 'pgbackrest'],
      'echo stanza; echo "  status: error"; echo end',
      0,
      { sound: false, found: 'status: error' },
    ],
    [
      'finds none in the words of a whole repository',
      ['--damaged', 'borg'],
      'echo "Archive consistency check complete, no problems found."',
      0,
      { sound: true },
    ],
    [
      'finds no differences',
      ['--damaged', 'rclone'],
      'echo "NOTICE: Local file system at /srv/erp: 0 differences found"',
      0,
      { sound: true },
    ],
    ['could not look', ['--damaged', 'restic'], 'echo "unable to open"; exit 1', 1, undefined],
    ['could not be started', [], 'exec /no/such/program', 127, undefined],
    ['took too long', ['--time-limit', '200ms'], 'exec sleep 40.5', 124, undefined],
  ] as const)('%s', async (...[, options, script, code, told]) => {
    const ended = await verified([...at, ...options], script);
    expect(ended.code).toBe(code);
    if (told === undefined)
      expect([ended.told, ended.err]).toEqual([undefined, expect.stringContaining('was not verified')]);
    else expect(ended.told).toMatchObject({ job: 'erp', location: '/srv/erp', ...told });
  });

  it.each([
    [[], 'OPTION_MISSING --location'],
    [[...at, '--damaged', '('], 'OPTION_INVALID --damaged'],
  ])('refuses %j', async (options, fault) => {
    expect((await verified(options, 'exit 0')).err).toContain(fault);
  });
});
