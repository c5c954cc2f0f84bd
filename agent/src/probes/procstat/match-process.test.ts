import { expect, it } from 'vitest';
import { type Candidate, createMatcher } from './match-process.ts';

const looks = { commandLine: 0 };
function candidate(it: Partial<Candidate> & { line?: string; exe?: string }): Candidate {
  const { name = 'sh', line = name, exe = '' } = it;
  return {
    pid: 7,
    key: `7 100 ${name}`,
    name,
    commandLine() {
      looks.commandLine += 1;
      return line;
    },
    executable: () => exe,
    runsAs: (user) => user === 'erp',
    ...it,
  };
}

const matches = (watched: object, process: Candidate, pid: number | null = null) =>
  createMatcher({ name: 'watched', ...watched }, () => pid)()(process);

it.each([
  { why: 'by the name alone', watched: { name: 'nginx' }, process: { name: 'nginx' }, is: true },
  { why: 'another name', watched: { name: 'nginx' }, process: { name: 'nginx-debug' }, is: false },
  {
    why: 'a program that has renamed itself',
    watched: { exe: 'node' },
    process: { name: 'MainThread', line: '/usr/bin/node app.js' },
    is: true,
  },
  {
    why: 'a name the kernel has cut',
    watched: { exe: 'systemd-networkd' },
    process: { name: 'systemd-network', line: '/lib/systemd/systemd-networkd' },
    is: true,
  },
  {
    why: 'another program whose name is cut to the same',
    watched: { exe: 'systemd-network' },
    process: { name: 'systemd-network', line: '/lib/systemd/systemd-networkd' },
    is: false,
  },
  {
    why: 'a daemon that writes its state there',
    watched: { exe: 'sshd' },
    process: { name: 'other', line: 'sshd: /usr/sbin/sshd -D' },
    is: true,
  },
  { why: 'a file', watched: { exe: '/opt/a' }, process: { exe: '/opt/a', line: 'b' }, is: true },
  { why: 'another file', watched: { exe: '/opt/a' }, process: { exe: '/opt/b', line: '/opt/a' }, is: false },
  {
    why: 'a file that may not be looked at',
    watched: { exe: '/opt/a' },
    process: { line: '/opt/a -x' },
    is: true,
  },
  { why: 'arguments', watched: { pattern: 'shop.*worker' }, process: { line: 'php shop/worker' }, is: true },
  {
    why: 'arguments, of another user',
    watched: { pattern: 'php', user: 'root' },
    process: { line: 'php' },
    is: false,
  },
  { why: 'a user', watched: { user: 'erp' }, process: {}, is: true },
  { why: 'a pid file', watched: { pid_file: '/x' }, process: {}, pid: 7, is: true },
  {
    why: 'a stale pid file',
    watched: { pid_file: '/x', exe: 'nginx' },
    process: { name: 'cron' },
    pid: 7,
    is: false,
  },
  { why: 'no pid file', watched: { pid_file: '/x' }, process: {}, pid: null, is: false },
])('$why: $is', ({ watched, process, pid, is }) => {
  expect(matches(watched, candidate(process), pid)).toBe(is);
});

it('looks at the arguments of a program once, and again when the process becomes another', () => {
  const round = createMatcher({ name: 'node' }, () => null);
  const process = candidate({ name: 'MainThread', line: '/usr/bin/node app.js' });
  looks.commandLine = 0;
  expect([round()(process), round()(process)]).toEqual([true, true]);
  expect(looks.commandLine).toBe(1);
  const other = candidate({ name: 'bash', line: '/bin/bash' });
  expect(round()(other)).toBe(false);
  expect(round()(process)).toBe(true);
  expect(looks.commandLine).toBe(3);
});
