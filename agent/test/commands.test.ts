import { spawnSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { eventually } from '@watchcase/testkit';
import { describe, expect, it } from 'vitest';
import { commandLine } from './command-line.ts';

const { path, state, program, launch, withState, run } = commandLine();

describe('the command line', () => {
  it('shows its help and version', async () => {
    const help = await run('--help');
    expect(help.code).toBe(0);
    for (const word of ['enrol', 'run', 'check', 'status', 'backup run', 'config sample'])
      expect(help.out).toContain(`watchcase-agent ${word}`);
    expect((await launch(['--version']).ended).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    const wrong = await launch(['frobnicate']).ended;
    expect([wrong.code, wrong.out, wrong.err.split(' ')[0]]).toEqual([1, '', 'COMMAND_UNKNOWN']);
  });

  it.each([
    ['nothing at all', [], 0],
    ['--help with another option', ['--help', '--state', 'x'], 0],
    ['an option without a command', ['--state', 'x'], 1],
    ['a flag without a command', ['--json'], 1],
    ['only what stands behind two dashes', ['--', 'true'], 1],
  ])('shows its help for %s', async (_name, args, exit) => {
    const { code, out } = await launch(args).ended;
    expect([code, out.split(' - ')[0]]).toEqual([exit, 'watchcase-agent']);
  });

  it.each([
    ['a command nobody knows', ['frobnicate'], 'COMMAND_UNKNOWN'],
    ['a name every object has', ['constructor'], 'COMMAND_UNKNOWN'],
    ['an option nobody knows', ['run', '--frobnicate'], 'OPTION_UNKNOWN'],
    ['enrolment without a token', ['enrol', '--url', 'http://127.0.0.1:9'], 'OPTION_MISSING'],
    [
      'an address of no known kind',
      ['enrol', '--url', 'ftp://x', '--token', 'x'.repeat(20)],
      'OPTION_INVALID',
    ],
    ['nobody there', ['enrol', '--url', 'http://127.0.0.1:9', '--token', 'x'.repeat(20)], 'COLLECTOR_AWAY'],
    [
      'no broker there',
      ['enrol', '--url', 'mqtt://127.0.0.1:9', '--token', 'x'.repeat(20)],
      'COLLECTOR_AWAY',
    ],
    ['a run before enrolment', ['run'], 'NOT_ENROLLED'],
    ['a backup without a name', ['backup', 'run', '--', 'true'], 'OPTION_MISSING'],
    ['a backup without a command', ['backup', 'run', '--job', 'x'], 'OPTION_MISSING'],
    ['a size that is no number', ['backup', 'report', '--job', 'x', '--size', 'big'], 'OPTION_INVALID'],
    ['a duration that is none', ['backup', 'report', '--job', 'x', '--duration', '90'], 'OPTION_INVALID'],
    ['a size beyond all disks', ['backup', 'report', '--job', 'x', '--size', '1e99'], 'OPTION_INVALID'],
    [
      'a size that cannot be kept exactly',
      ['backup', 'report', '--job', 'x', '--size', '9007199254740992'],
      'OPTION_INVALID',
    ],
    ['half a byte', ['backup', 'report', '--job', 'x', '--size', '0.5'], 'OPTION_INVALID'],
    ['a size below nothing', ['backup', 'report', '--job', 'x', '--size=-1'], 'OPTION_INVALID'],
    [
      'an exit code no program has',
      ['backup', 'report', '--job', 'x', '--exit-code', '99999999999'],
      'OPTION_INVALID',
    ],
    [
      'an exit code just too large',
      ['backup', 'report', '--job', 'x', '--exit-code', '256'],
      'OPTION_INVALID',
    ],
    ['an exit code below 0', ['backup', 'report', '--job', 'x', '--exit-code=-1'], 'OPTION_INVALID'],
    [
      'a backup of ten thousand years',
      ['backup', 'report', '--job', 'x', '--duration', '99999999h'],
      'OPTION_INVALID',
    ],
    ['a backup of over a year', ['backup', 'report', '--job', 'x', '--duration', '367d'], 'OPTION_INVALID'],
    ['a config that is not there', ['check', '--config', '/nowhere.yaml'], 'CONFIG_UNREADABLE'],
  ])('answers %s with a code and ends with 1', async (_name, args, code) => {
    const { code: exit, err } = await run(...args);
    expect([exit, err.split(' ')[0]]).toEqual([1, code]);
  });
});

describe('the config', () => {
  it('has a sample that is itself without faults', async () => {
    const sample = await run('config', 'sample');
    const file = join(path(), 'agent.yaml');
    writeFileSync(file, sample.out);
    expect(await run('config', 'check', '--config', file)).toMatchObject({
      code: 0,
      out: `${file}: no faults\n`,
    });
    for (const key of ['interval: 15s', 'cpu:', 'backups:', 'maxMiB: 256']) expect(sample.out).toContain(key);
  });

  it('is told all its faults at once, each with its place', async () => {
    const file = join(path(), 'agent.yaml');
    writeFileSync(
      file,
      'interval: soon\nprobes:\n  cpu: { colour: red }\n  mem:\n    interval: 1ms\noutbox:\n  maxMiB: 0\n',
    );
    const { code, err } = await run('config', 'check', '--config', file);
    expect(code).toBe(1);
    const places = err
      .trim()
      .split('\n')
      .map((line) => `${line.split(' ')[0]} ${line.split(' ')[1]}`);
    expect(places.toSorted()).toEqual([
      `CONFIG_INVALID ${file}:1:1:`,
      `CONFIG_INVALID ${file}:5:5:`,
      `CONFIG_INVALID ${file}:7:3:`,
      `CONFIG_UNKNOWN_KEY ${file}:3:10:`,
    ]);
  });
});

describe('check', () => {
  it('reads this machine and shows every series with value and unit', async () => {
    const { code, out } = await run('check');
    expect(code).toBe(0);
    expect(out).toMatch(/mem\.used_percent +[\d.]+ %/);
    expect(out).toMatch(/everything can be read/);
    const findings = JSON.parse((await run('check', '--json')).out) as { name: string; series: unknown[] }[];
    expect(findings.find(({ name }) => name === 'mem')?.series.length).toBeGreaterThan(3);
  });

  it('ends with 1 and says why when something configured cannot be read', async () => {
    const file = join(path(), 'agent.yaml');
    const repository = join(path(), 'no-repository');
    writeFileSync(
      file,
      `backups:\n  - { job: erp, tool: restic, options: { repository: ${repository}, password: x } }\n`,
    );
    const { code, out } = await run('check', '--config', file);
    expect(code).toBe(1);
    expect(out).toMatch(/backup erp \(restic\).*\n {2}cannot be read: \S/);
  });
});

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
    writeFileSync(join(path(), 'state'), 'a file, no folder');
    const { code, out, err } = await launch(
      withState(['backup', 'run', '--job', 'erp', '--', 'echo', 'done']),
    ).ended;
    expect([code, out]).toEqual([0, 'done\n']);
    expect(err).toContain('STATE_FOLDER_UNUSABLE');
    expect((await run('backup', 'report', '--job', 'erp')).code).toBe(1);
  });
});
