import { spawnSync } from 'node:child_process';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { eventually } from '@watchcase/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { commandLine } from './command-line.ts';

const { path, state, program, launch, withState, run, joined } = commandLine();
beforeEach(() => joined());

/** What was reported and no agent has taken yet. */
function spooled(): { kind: string; data: Record<string, unknown> }[] {
  const database = new DatabaseSync(join(state(), 'outbox.db'), { readOnly: true });
  const rows = database.prepare('SELECT event FROM spool ORDER BY id').all();
  database.close();
  return rows.map(
    ({ event }) => JSON.parse(String(event)) as { kind: string; data: Record<string, unknown> },
  );
}

describe('backup run', () => {
  it.each([
    ['success', ['true'], 0],
    ['its own exit code', ['sh', '-c', 'exit 3'], 3],
    ['a signal', ['sh', '-c', 'kill -9 $$'], 137],
    ['a command that is not there', ['/nowhere/at/all'], 127],
    ['a file that is no program', ['/etc/passwd'], 126],
  ])('passes on %s', async (_name, command, code) => {
    expect((await run('backup', 'run', '--job', 'erp', '--', ...command)).code).toBe(code);
  });

  it('tells of a command that could not be started since no file was left', () => {
    const preload = new URL('no-files-left.ts', import.meta.url).href;
    const { command, args, env } = program(
      withState(['backup', 'run', '--job', 'erp', '--', 'sh', '-c', 'exit 0']),
    );
    const line = ['-c', 'ulimit -n 100; exec "$@"', 'sh', command, '--import', preload, ...args];
    const { status, stderr } = spawnSync('sh', line, { env, encoding: 'utf8' });
    expect([status, stderr]).toEqual([126, 'watchcase-agent: sh: spawn sh EMFILE\n']);
    expect(spooled().at(-1)).toMatchObject({ kind: 'backup-end', data: { ok: false, exitCode: 126 } });
  });

  it.each([
    ['verify', ['--location', '/srv', '--retries', '3']],
    ['run', ['--location', '/srv']],
    ['report', ['--exit-code', '0', '--wait']],
  ])('names options that %s does not have, and does what it did with them', async (act, options) => {
    const { code, err } = await run('backup', act, '--job', 'erp', ...options, '--', 'true');
    expect(code).toBe(0);
    expect(err).toMatch(/^OPTION_UNKNOWN --(?:retries|location|wait): /m);
    expect(err).toContain(`"backup ${act}" has no such option`);
    expect(spooled()).not.toEqual([]);
  });

  it('passes on output and input, whatever options the command has', async () => {
    const args = [
      'backup',
      'run',
      '--job',
      'erp',
      '--state',
      state(),
      '--',
      'sh',
      '-c',
      'cat; echo err >&2',
      '--help',
    ];
    const { code, out, err } = await launch(args, 'from stdin\n').ended;
    expect([code, out, err]).toEqual([0, 'from stdin\n', 'err\n']);
  });

  it('passes on signals and ends as the command does', async () => {
    const script = 'trap "echo stopping; exit 7" TERM; echo ready; while :; do sleep 0.05; done';
    const { child, text, ended } = launch([
      'backup',
      'run',
      '--job',
      'erp',
      '--state',
      state(),
      '--',
      'sh',
      '-c',
      script,
    ]);
    await eventually(() => text.out.includes('ready'));
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 7, out: 'ready\nstopping\n' });
  });

  it("lets the command die of its reader's death, and says so", async () => {
    const { args, env, command } = program(
      withState(['backup', 'run', '--job', 'erp', '--', 'sh', '-c', 'yes; echo $? >&2']),
    );
    const script = `"$@" | head -n 1; echo $?`;
    const stdout = spawnSync('bash', ['-o', 'pipefail', '-c', script, 'bash', command, ...args], {
      env,
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect([stdout.stdout, stdout.stderr]).toEqual(['y\n0\n', '141\n']);
    const direct = program(withState(['backup', 'run', '--job', 'erp', '--', 'yes']));
    const died = spawnSync('bash', ['-o', 'pipefail', '-c', script, 'bash', direct.command, ...direct.args], {
      env: direct.env,
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(died.stdout).toBe('y\n141\n');
  });

  it('does not outlive its reader where its output is reported either', async () => {
    const { args, env, command } = program(
      withState(['backup', 'run', '--job', 'erp', '--report-stdout', '--', 'yes']),
    );
    const died = spawnSync(
      'bash',
      ['-o', 'pipefail', '-c', '"$@" | head -n 1; echo $?', 'bash', command, ...args],
      { env, encoding: 'utf8', timeout: 20_000 },
    );
    // Through a socket the command is told by an error or by the signal.
    expect(died.stdout).toMatch(/^y\n(?:1|141)\n$/);
  });

  it('reports what it says, and what it gives only where that is asked for', async () => {
    const print = ['--', 'sh', '-c', 'echo data; echo said >&2; exit 3'];
    await run('backup', 'run', '--job', 'erp', '--warnings', '1,3', ...print);
    await run('backup', 'run', '--job', 'log', '--report-stdout', ...print);
    const ends = spooled().filter(({ kind }) => kind === 'backup-end');
    expect(ends.map(({ data }) => [data['job'], data['ok'], data['exitCode']])).toEqual([
      ['erp', true, 3],
      ['log', false, 3],
    ]);
    expect(ends[0]?.data['output']).toBe('said\n');
    expect(String(ends[1]?.data['output']).split('\n').toSorted()).toEqual(['', 'data', 'said']);
    expect((await run('backup', 'run', '--job', 'x', '--warnings', 'some', '--', 'true')).err).toContain(
      'OPTION_INVALID --warnings',
    );
  });

  it('does not wait for what the command left in the background', async () => {
    const { code } = await run('backup', 'run', '--job', 'erp', '--', 'sh', '-c', 'sleep 60 & exit 4');
    expect(code).toBe(4);
  });

  it('keeps what it writes to its owner, and leaves the command its own umask', async () => {
    const made = join(path(), 'made by the command');
    const script = `umask 0022; exec "$@"`;
    const { args, env, command } = program(
      withState(['backup', 'run', '--job', 'erp', '--', 'sh', '-c', `umask; touch '${made}'`]),
    );
    const ended = spawnSync('sh', ['-c', script, 'sh', command, ...args], { env, encoding: 'utf8' });
    expect([ended.status, ended.stdout, ended.stderr]).toEqual([0, '0022\n', '']);
    expect(statSync(made).mode & 0o777).toBe(0o644);
    expect(statSync(join(state(), 'outbox.db')).mode & 0o777).toBe(0o600);
  });

  it.runIf(process.platform === 'linux').each(['/proc/self', '/proc/watchcase/state'])(
    'runs the command even with a state folder like %s',
    async (folder) => {
      const args = ['backup', 'run', '--job', 'erp', '--state', folder];
      const { code, out, err } = await launch([...args, '--', 'sh', '-c', 'echo done; exit 3']).ended;
      expect([code, out]).toEqual([3, 'done\n']);
      expect(err).toMatch(/^(?:watchcase-agent: (?:BACKUP_NOT_REPORTED|STATE_FOLDER_UNUSABLE) .*\n){2}$/);
    },
  );

  it('never fails a backup because nothing can be reported', async () => {
    rmSync(state(), { recursive: true });
    writeFileSync(state(), 'a file, no folder');
    const { code, out, err } = await launch(
      withState(['backup', 'run', '--job', 'erp', '--', 'echo', 'done']),
    ).ended;
    expect([code, out]).toEqual([0, 'done\n']);
    expect(err).toContain('STATE_FOLDER_UNUSABLE');
    expect((await run('backup', 'report', '--job', 'erp')).code).toBe(1);
  });
});

it('says so when what is reported would never be taken', async () => {
  const ran = await run('backup', 'run', '--job', ' ', '--', 'sh', '-c', 'exit 3');
  expect(ran).toMatchObject({ code: 3, err: expect.stringContaining('BACKUP_NOT_REPORTED') as string });
  expect(await run('backup', 'report', '--job', ' ')).toMatchObject({ code: 1 });
});

it('says so when nobody would send what is reported, and keeps it for whoever joins', async () => {
  rmSync(join(state(), 'credential.json'));
  const ran = await run('backup', 'run', '--job', 'erp', '--', 'sh', '-c', 'exit 3');
  expect(ran.code).toBe(3);
  expect(ran.err).toMatch(/^watchcase-agent: STATE_FOLDER_NOBODYS \S+: no agent has joined .*--state DIR/);
  const reported = await run('backup', 'report', '--job', 'erp');
  expect(reported).toMatchObject({ code: 1, err: expect.stringContaining('STATE_FOLDER_NOBODYS') as string });
  expect(spooled().map(({ kind }) => kind)).toEqual(['backup-start', 'backup-end', 'backup-end']);
});
