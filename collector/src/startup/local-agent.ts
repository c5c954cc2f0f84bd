import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { backoffMs, type Clock, type Log, type Timer } from '@watchcase/runtime';

/** The agent on this very machine, kept running beside the collector. */
export interface LocalAgent {
  /** Ends it; resolves when it has ended or after `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>;
}

/** What the local agent needs to join and run. */
export interface LocalAgentNeeds {
  /** The agent's own state folder. */
  stateFolder: string;
  /** Where to enrol, `http://127.0.0.1:8080` for example. */
  enrolUrl: string;
  /** Makes a one-time token. */
  newToken(): Promise<string>;
  clock: Clock;
  log: Log;
}

const RETRY = { firstMs: 1000, maxMs: 60_000 };
/** Node's options for an agent, as scripts/watchcase-agent and scripts/node have them; why is said there. */
export const AGENT_NODE_OPTIONS = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=2',
  '--no-memory-reducer',
  '--v8-pool-size=1',
];
const program = fileURLToPath(new URL('../../../agent/src/main.ts', import.meta.url));

/** Starts the local agent, enrolling it at first; starts it again, with growing pauses, whenever it ends. */
export function startLocalAgent(needs: LocalAgentNeeds): LocalAgent {
  const { clock, log } = needs;
  let child: ChildProcess | undefined;
  let stopping = false;
  let failures = 0;
  let nap: { timer: Timer; end(): void } | undefined;

  async function runOnce(): Promise<void> {
    const state = ['--state', needs.stateFolder];
    if (!existsSync(`${needs.stateFolder}/credential.json`)) {
      const token = await needs.newToken();
      await run(['enrol', '--url', needs.enrolUrl, '--token', '-', ...state], token);
    }
    if (stopping) return;
    const startedAt = clock.monotonic();
    await run(['run', ...state]);
    if (clock.monotonic() - startedAt > RETRY.maxMs) failures = 0;
  }

  /** `input`: what its standard input gives; a command line could be read by every user of the machine. */
  function run(args: string[], input?: string): Promise<void> {
    return new Promise((resolve) => {
      child = spawn(process.execPath, [...AGENT_NODE_OPTIONS, program, ...args], {
        // The channel ends with this process, however it ends, and the agent with the channel.
        stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'inherit', 'ipc'],
      });
      // It may have ended before it has read.
      child.stdin?.on('error', () => undefined).end(input);
      child.on('error', (error) =>
        log.error({ reason: error.message }, 'the local agent cannot be started, or not be ended'),
      );
      child.once('close', () => resolve());
    });
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      await runOnce().catch((error: unknown) => log.error({ err: error }, 'the local agent could not join'));
      if (stopping) return;
      failures++;
      log.warn({ failures }, 'the local agent ended and will be started again');
      await new Promise<void>((end) => {
        nap = { timer: clock.after(backoffMs(failures, RETRY, 0.5), end), end };
      });
    }
  }
  void loop();

  return {
    stop(deadlineMs) {
      stopping = true;
      nap?.timer.cancel();
      nap?.end();
      const running = child;
      if (running === undefined || running.exitCode !== null || running.signalCode !== null)
        return Promise.resolve();
      return new Promise((resolve) => {
        const timer = clock.after(deadlineMs, () => {
          running.kill('SIGKILL');
          resolve();
        });
        running.once('close', () => {
          timer.cancel();
          resolve();
        });
        running.kill('SIGTERM');
      });
    },
  };
}
