import { createLog } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import type { CommandRequest } from '../host/run-program.ts';
import { tellWatchdog } from './tell-watchdog.ts';

function told(env: Record<string, string>) {
  const clock = new ManualClock();
  const requests: CommandRequest[] = [];
  const stop = tellWatchdog({
    env,
    clock,
    log: createLog('test', 'silent'),
    run: async (request) => {
      requests.push(request);
      return { code: 0, stdout: '', stderr: '', failure: null };
    },
  });
  return { clock, requests, stop };
}

it('is told twice before its patience is over, until we end', async () => {
  const { clock, requests, stop } = told({
    WATCHDOG_USEC: '100000000',
    NOTIFY_SOCKET: '/run/systemd/notify',
  });
  await clock.advance(100_000);
  expect(requests).toHaveLength(2);
  expect(requests[0]).toMatchObject({
    program: 'systemd-notify',
    args: ['WATCHDOG=1'],
    env: { NOTIFY_SOCKET: '/run/systemd/notify' },
  });
  stop();
  await clock.advance(500_000);
  expect(requests).toHaveLength(2);
});

it('is not told where nobody wants to know', async () => {
  const nobody: Record<string, string>[] = [
    {},
    { NOTIFY_SOCKET: '/run/x' },
    { WATCHDOG_USEC: '0', NOTIFY_SOCKET: '/run/x' },
  ];
  for (const env of nobody) {
    const { clock, requests } = told(env);
    await clock.advance(10_000_000);
    expect(requests).toEqual([]);
  }
});
