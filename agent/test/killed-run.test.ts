import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { isProcessAlive } from '../src/host/index.ts';
import { openOutbox } from '../src/outbox/index.ts';
import { lookAtRuns } from '../src/selfcheck/index.ts';
import { commandLine } from './command-line.ts';

const { path, state, program, withState, joined } = commandLine();
beforeEach(() => joined());
const killer = (point: string) =>
  new URL(`kill-at-point.ts?${point.replaceAll(' ', '-')}`, import.meta.url).href;

/** Runs a backup that is killed by -9 at a point of its own program; the command writes its number, and would run for a minute. */
async function killedAt(point: string, ...options: string[]): Promise<string> {
  const begun = join(path(), 'begun');
  const line = [
    'backup',
    'run',
    '--job',
    'erp',
    ...options,
    '--',
    'sh',
    '-c',
    `echo $$ >'${begun}'; exec sleep 60`,
  ];
  const { command, args, env } = program(withState(line));
  const child = spawn(command, ['--import', killer(point), ...args], { env, stdio: 'ignore' });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  return begun;
}

/** Whether the command of that note runs now. */
function runs(begun: string): boolean {
  if (!existsSync(begun)) return false;
  try {
    return readFileSync(`/proc/${readFileSync(begun, 'utf8').trim()}/cmdline`, 'utf8').startsWith('sleep');
  } catch {
    return false;
  }
}

/** What the agent tells when it starts next, and the time after that. */
function told(): string[][] {
  return [1, 2].map(() => {
    const log = createLog('test', 'silent');
    const outbox = openOutbox({
      path: join(state(), 'outbox.db'),
      maxBytes: 1_000_000,
      clock: systemClock,
      log,
    });
    lookAtRuns(outbox, isProcessAlive);
    const epochs = [...outbox.backlog(), outbox.liveEpoch()];
    const events = epochs.flatMap((epoch) => outbox.read(epoch, 0, 100));
    outbox.close();
    return events.map(({ body }) => {
      const { kind, data } = JSON.parse(body) as { kind: string; data: { outcome?: string } };
      return data.outcome ?? kind;
    });
  });
}

describe.runIf(process.platform === 'linux')('backup run killed by -9', () => {
  it.each([
    ['before it has a witness', 'before spawn 1'],
    ['before the command is started', 'before spawn 2'],
    ['in the moment it is started', 'after spawn 2'],
    ['once its witness knows it', 'after write 1'],
    ['once it may begin', 'after write 2'],
  ])('%s leaves nothing that runs, and is told as interrupted once', async (_, point) => {
    const begun = await killedAt(point);
    // Time enough for a command that was let go to show itself.
    await new Promise<void>((resolve) => void systemClock.after(400, resolve));
    await eventually(() => expect(runs(begun)).toBe(false));
    expect(told()).toEqual([
      ['backup-start', 'interrupted'],
      ['backup-start', 'interrupted'],
    ]);
  });

  it('leaves the job free for the next run', async () => {
    await killedAt('after spawn 2', '--skip-if-running');
    const { command, args, env } = program(
      withState(['backup', 'run', '--job', 'erp', '--skip-if-running', '--', 'sh', '-c', 'exit 3']),
    );
    const [code] = (await once(spawn(command, args, { env, stdio: 'ignore' }), 'exit')) as [number];
    expect(code).toBe(3);
    expect(told()[0]).toEqual(['backup-start', 'backup-start', 'failed', 'interrupted']);
  });
});
