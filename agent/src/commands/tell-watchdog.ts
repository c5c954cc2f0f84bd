import type { Clock, PlainLog } from '@watchcase/runtime/light';
import type { CommandRequest, CommandResult } from '../host/run-program.ts';

/** What telling needs. */
export interface WatchdogNeeds {
  env: Readonly<Record<string, string | undefined>>;
  run(request: CommandRequest): Promise<CommandResult>;
  clock: Clock;
  log: PlainLog;
}

const TIMEOUT_MS = 30_000;
/** Of the patience that systemd has: two tries before it is over. */
const SHARE = 0.4;

/**
 * Tells systemd in time that we still turn, where it wants to know (`WatchdogSec`); whoever hangs is restarted by it. Node cannot write to its socket, so
 * systemd's own program does. Gives what ends the telling.
 */
export function tellWatchdog({ env: ours, run, clock, log }: WatchdogNeeds): () => void {
  const patienceMs = Number(ours['WATCHDOG_USEC']) / 1000;
  const socket = ours['NOTIFY_SOCKET'];
  if (!(patienceMs > 0) || socket === undefined) return () => undefined;
  let timer = clock.about(patienceMs * SHARE, tell);
  return () => timer.cancel();

  function tell(): void {
    timer = clock.about(patienceMs * SHARE, tell);
    void notify();
  }

  async function notify(): Promise<void> {
    const env = { NOTIFY_SOCKET: socket ?? '' };
    const request = { program: 'systemd-notify', args: ['WATCHDOG=1'], env, timeoutMs: TIMEOUT_MS };
    const { code, failure, stderr } = await run(request);
    if (code !== 0)
      log.warn({ reason: failure ?? stderr.trim() }, 'systemd’s watchdog could not be told that we run');
  }
}
