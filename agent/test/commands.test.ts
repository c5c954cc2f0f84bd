import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from './command-line.ts';

const { path, launch, run } = commandLine();

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
