import { expect, it } from 'vitest';
import { type Candidate, createMatcher, type MatchFiles } from './match-process.ts';

const looks = { arguments: 0 };
function candidate(it: Partial<Candidate> & { line?: string; list?: string[]; exe?: string }): Candidate {
  const { name = 'sh', line = name, exe = '' } = it;
  return {
    pid: 7,
    key: `7 100 ${name}`,
    name,
    arguments() {
      looks.arguments += 1;
      return it.list ?? (line === '' ? [] : line.split(' '));
    },
    executable: () => exe,
    runsAs: (user) => user === 'erp',
    ...it,
  };
}

const links: Record<string, string> = {
  '/usr/bin/java': '/usr/lib/jvm/17/bin/java',
  '/opt/erp/current/server': '/opt/erp/12/server',
  '/usr/sbin/crond': '/bin/busybox',
  '/usr/bin/python3': '/usr/bin/python3.11',
};
const files = (pid: number | null = null): MatchFiles => ({
  pidOf: () => pid,
  realOf: (path) => links[path] ?? path,
});

const matches = (watched: object, process: Candidate, pid: number | null = null) =>
  createMatcher({ name: 'watched', ...watched }, files(pid))()(process);

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
  { why: 'another file', watched: { exe: '/opt/a' }, process: { exe: '/opt/b', line: '/opt/b' }, is: false },
  {
    why: 'a file behind a link that leads to a newer release since',
    watched: { exe: '/opt/erp/current/server' },
    process: { exe: '/opt/erp/11/server', line: '/opt/erp/current/server' },
    is: true,
  },
  {
    why: 'a link, started by what it leads to',
    watched: { exe: '/usr/bin/java' },
    process: { name: 'java', exe: '/usr/lib/jvm/17/bin/java', line: '/usr/lib/jvm/17/bin/java -jar a.jar' },
    is: true,
  },
  {
    why: 'the same where the file may not be looked at',
    watched: { exe: '/usr/bin/java' },
    process: { name: 'java', line: '/usr/lib/jvm/17/bin/java -jar a.jar' },
    is: true,
  },
  {
    why: 'a link, started by the name alone',
    watched: { exe: '/usr/bin/java' },
    process: { name: 'java', line: 'java -jar a.jar' },
    is: true,
  },
  {
    why: 'another file of that name',
    watched: { exe: '/usr/bin/java' },
    process: { name: 'java', exe: '/opt/own/java', line: '/opt/own/java' },
    is: false,
  },
  {
    why: 'another program in the same file',
    watched: { exe: '/usr/sbin/crond' },
    process: { name: 'sh', exe: '/bin/busybox', line: '-sh' },
    is: false,
  },
  {
    why: 'one program of several in a file',
    watched: { exe: '/usr/sbin/crond' },
    process: { name: 'crond', exe: '/bin/busybox', line: 'crond -f' },
    is: true,
  },
  {
    why: 'a script with a long name',
    watched: { exe: 'erp-queue-worker' },
    process: { name: 'erp-queue-worke', line: '/usr/bin/python3 -u /opt/erp/erp-queue-worker --all' },
    is: true,
  },
  {
    why: 'a script whose name is exactly as long as the kernel keeps',
    watched: { exe: 'erp-queue-work1' },
    process: { name: 'erp-queue-work1', line: '/bin/sh /opt/erp-queue-work1' },
    is: true,
  },
  {
    why: 'an editor that has the script open',
    watched: { exe: 'erp-queue-worker' },
    process: { name: 'vim', line: 'vim /opt/erp/erp-queue-worker' },
    is: false,
  },
  {
    why: 'a script by its path',
    watched: { exe: '/opt/erp/erp-queue-worker' },
    process: {
      name: 'erp-queue-worke',
      exe: '/usr/bin/python3.11',
      line: '/usr/bin/python3 /opt/erp/erp-queue-worker',
    },
    is: true,
  },
  {
    why: 'a script of the same name elsewhere',
    watched: { exe: '/opt/erp/worker' },
    process: { name: 'worker', exe: '/usr/bin/python3.11', line: '/usr/bin/python3 /srv/worker' },
    is: false,
  },
  {
    why: 'a program in a folder with a space',
    watched: { exe: 'erp server' },
    process: { name: 'main', list: ['/opt/My App/erp server', '-d'] },
    is: true,
  },
  {
    why: 'its path, where the file may not be looked at',
    watched: { exe: '/opt/My App/server' },
    process: { list: ['/opt/My App/server', '-d'] },
    is: true,
  },
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
  { why: 'a pid file', watched: { pidFile: '/x' }, process: {}, pid: 7, is: true },
  {
    why: 'a stale pid file',
    watched: { pidFile: '/x', exe: 'nginx' },
    process: { name: 'cron' },
    pid: 7,
    is: false,
  },
  { why: 'no pid file', watched: { pidFile: '/x' }, process: {}, pid: null, is: false },
])('$why: $is', ({ watched, process, pid, is }) => {
  expect(matches(watched, candidate(process), pid)).toBe(is);
});

it('looks at the arguments of a program once, and again when the process becomes another', () => {
  const round = createMatcher({ name: 'node' }, files());
  const process = candidate({ name: 'MainThread', line: '/usr/bin/node app.js' });
  looks.arguments = 0;
  expect([round()(process), round()(process)]).toEqual([true, true]);
  expect(looks.arguments).toBe(1);
  const other = candidate({ name: 'bash', line: '/bin/bash' });
  expect(round()(other)).toBe(false);
  expect(round()(process)).toBe(true);
  expect(looks.arguments).toBe(3);
});
