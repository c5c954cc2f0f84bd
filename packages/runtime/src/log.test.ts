import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createLog } from './log.ts';

function linesOf(
  level: string,
  write: (log: ReturnType<typeof createLog>) => void,
): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  write(
    createLog('agent', level, {
      write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>),
    }),
  );
  return lines;
}

it('writes JSON lines with name and ISO time', () => {
  const [line] = linesOf('info', (log) => log.info({ host: 'a' }, 'seen'));
  expect(line).toMatchObject({ name: 'agent', host: 'a', msg: 'seen' });
  expect(line?.['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

it('leaves out what is below its level', () => {
  expect(linesOf('warn', (log) => log.info('no'))).toEqual([]);
});

it('cuts secrets out by the name of their field', () => {
  const [line] = linesOf('info', (log) => log.info({ token: 'x', mqtt: { password: 'y', host: 'z' } }, 'm'));
  expect(line).toMatchObject({ token: '[secret]', mqtt: { password: '[secret]', host: 'z' } });
});

it('a full disk under the log does not end the program', () => {
  const script = `import { createLog } from '${new URL('log.ts', import.meta.url).href}';
    const log = createLog('test', 'info');
    log.info('lost');
    setImmediate(() => { log.info('lost, too'); process.stdout.write('alive'); });`;
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', openSync('/dev/full', 'w')],
    encoding: 'utf8',
  });
  expect([ended.status, ended.stdout]).toEqual([0, 'alive']);
});
