import { systemClock } from '@watchcase/runtime';
import { eventually, processesWith } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { type CommandRequest, runProgram } from './run-program.ts';

const run = (program: string, args: string[], more: Partial<CommandRequest> = {}) =>
  runProgram(systemClock, { program, args, timeoutMs: 20_000, ...more });
const shell = (script: string, more: Partial<CommandRequest> = {}) => run('sh', ['-c', script], more);

it('gives code and both outputs', async () => {
  expect(await shell('echo out; echo err >&2; exit 3')).toEqual({
    code: 3,
    stdout: 'out\n',
    stderr: 'err\n',
    failure: null,
  });
});

it('passes on only the environment it was told', async () => {
  const { stdout } = await run('env', [], { env: { A_SECRET: 'x' } });
  const names = [...stdout.matchAll(/^[^=]+/gm)].map(([name]) => name);
  expect(new Set(names)).toEqual(new Set(['A_SECRET', 'HOME', 'LANG', 'PATH']));
});

it('gives it no input to wait for', async () => {
  expect(await run('cat', [])).toMatchObject({ code: 0, stdout: '' });
});

it('kills it with all it has started when its time is up', async () => {
  const mark = `${process.pid}.25`;
  const result = await shell(`sleep ${mark} & sleep ${mark}; echo never`, { timeoutMs: 200 });
  expect(result).toMatchObject({ code: null, stdout: '', failure: 'timed out after 0.2 s' });
  // The kernel takes its time with what was killed.
  await eventually(() => processesWith(`sleep ${mark}`).length === 0);
});

it('ends in time although something it started lives on in a group of its own', async () => {
  const { failure } = await run('setsid', ['--fork', 'sleep', '5'], { timeoutMs: 200 });
  expect(failure).toBe('timed out after 0.2 s');
});

it('keeps the beginning of much output', async () => {
  const { code, stdout } = await shell('head -c 20000000 /dev/zero');
  expect([code, stdout.length]).toEqual([0, 16 * 1_048_576]);
});

it.each([
  { name: 'a program that is not there', program: 'no-such-program', args: [], failure: 'ENOENT' },
  { name: 'a file that is no program', program: '/etc/passwd', args: [], failure: 'EACCES' },
  {
    name: 'an argument no program can get',
    program: 'echo',
    args: ['a\0b'],
    failure: 'ERR_INVALID_ARG_VALUE',
  },
])('says why $name did not run', async ({ program, args, failure }) => {
  expect(await run(program, args)).toEqual({ code: null, stdout: '', stderr: '', failure });
});

it('says which signal ended it', async () => {
  expect(await shell('kill -TERM $$')).toMatchObject({ code: null, failure: 'killed by SIGTERM' });
});

it.runIf(process.getuid?.() === 0)('runs it for a user who has neither name nor home', async () => {
  const home = process.env['HOME'];
  delete process.env['HOME'];
  process.seteuid?.(54_321);
  const ended = shell('echo $HOME');
  process.seteuid?.(0);
  if (home !== undefined) process.env['HOME'] = home;
  expect(await ended).toMatchObject({ code: 0, stdout: '/\n' });
});
