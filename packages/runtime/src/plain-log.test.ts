import { expect, it } from 'vitest';
import { createLog } from './log.ts';
import { createPlainLog } from './plain-log.ts';

const now = Date.UTC(2026, 2, 2, 8);

/** The lines that both logs write of the same calls, without their times. */
function linesOf(
  level: string,
  write: (log: Pick<ReturnType<typeof createPlainLog>, 'info' | 'error'>) => void,
) {
  const pino: unknown[] = [];
  const plain: unknown[] = [];
  const into = (lines: unknown[]) => (line: string) => {
    expect(line.endsWith('\n')).toBe(true);
    const { time, ...rest } = JSON.parse(line) as Record<string, unknown>;
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    lines.push({ ...rest, order: Object.keys(rest) });
  };
  write(createLog('agent', level, { write: into(pino) }));
  write(createPlainLog('agent', level, { write: into(plain), now: () => now }));
  return { pino, plain };
}

const failed = Object.assign(
  new TypeError('no', { cause: new Error('because', { cause: new Error('root') }) }),
  {
    code: 'E_X',
    password: 'geheim',
  },
);

it.each([
  ['fields and a sentence', { host: 'a', n: 1.5, none: null, left: undefined, list: [1, 'b'] }, 'seen'],
  ['secrets of both levels', { token: 'x', mqtt: { password: 'y', host: 'z' }, list: ['t'] }, 'm'],
  ['no sentence', { a: { b: { c: 1 } } }, undefined],
  ['an error with its causes', { err: failed }, 'failed'],
  ['many errors', { err: new AggregateError([new Error('one'), 'two'], 'all') }, 'failed'],
  ['what is no error', { err: 'a text' }, 'failed'],
  ['an error under another name', { reason: new Date(now) }, 'm'],
])('writes %s as pino does', (_name, fields, message) => {
  const { pino, plain } = linesOf('info', (log) => log.error(fields, message));
  expect(plain).toEqual(pino);
  expect(plain).toHaveLength(1);
  expect(JSON.stringify(plain)).not.toContain('geheim');
});

it('writes a sentence alone, and leaves out what is below its level', () => {
  expect(linesOf('info', (log) => log.info('seen'))).toMatchObject({ plain: [{ level: 30, msg: 'seen' }] });
  const { pino, plain } = linesOf('error', (log) => log.info({ a: 1 }, 'no'));
  expect([pino, plain]).toEqual([[], []]);
});

it('takes another level while it runs', () => {
  const lines: string[] = [];
  const log = createPlainLog('agent', 'silent', { write: (line) => void lines.push(line), now: () => now });
  log.error('no');
  log.level = 'debug';
  log.debug('yes');
  expect(lines).toHaveLength(1);
  expect(log.level).toBe('debug');
});

it('writes the rest of a line that holds what cannot be written', () => {
  const lines: string[] = [];
  const log = createPlainLog('agent', 'info', { write: (line) => void lines.push(line), now: () => now });
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  log.info({ circle, big: 10n, host: 'a' }, 'm');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    circle: '[unwritable]',
    big: '10',
    host: 'a',
    msg: 'm',
  });
});
