import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@watchcase/runtime/light';
import { statusFileIn } from '../selfcheck/status-path.ts';
import { trialEnvironment } from './on-trial.ts';

/** How a version came through its trial. */
export type Trial = { ok: true } | { ok: false; code: string; reason: string };

/** What a trial needs. */
export interface TrialNeeds {
  /** Folder of the version. */
  folder: string;
  version: string;
  state: string;
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  withinMs: number;
  /** Aborted when this process is to end. */
  ended: AbortSignal;
  clock: Clock;
}

const LOOK_MS = 500;
const STOP_MS = 5000;

/**
 * Runs a version in the place of this one, which has let go of the state folder, until it has connected and the collector has answered it; then ends it. The version that tries
 * it stays: it needs nothing of the new one but the file that says how it stands.
 */
export async function tryVersion(needs: TrialNeeds): Promise<Trial> {
  const { folder, version, state, clock, ended } = needs;
  const child = spawn(join(folder, 'bin/watchcase-agent'), [...needs.args], {
    env: trialEnvironment(needs.env),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exit = exitOf(child);
  const until = clock.monotonic() + needs.withinMs;
  const trial = await new Promise<Trial>((resolve) => {
    let timer = clock.after(LOOK_MS, look);
    const end = (trial: Trial) => {
      timer.cancel();
      ended.removeEventListener('abort', stopped);
      resolve(trial);
    };
    const stopped = () => end(bad('UPGRADE_INTERRUPTED', 'this agent was told to end meanwhile'));
    ended.addEventListener('abort', stopped);
    if (ended.aborted) stopped();
    void exit.then((how) =>
      end(bad('UPGRADE_ENDED', `${version} ended by itself (${how}) before it had connected`)),
    );
    function look(): void {
      if (isConnected(state, version)) return end({ ok: true });
      if (clock.monotonic() >= until)
        return end(
          bad(
            'UPGRADE_NOT_CONNECTED',
            `${version} did not connect within ${Math.round(needs.withinMs / 1000)} s`,
          ),
        );
      timer = clock.after(LOOK_MS, look);
    }
  });
  await endChild(child, exit, clock);
  return trial;
}

function bad(code: string, reason: string): Trial {
  return { ok: false, code, reason };
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

async function endChild(child: ChildProcess, exit: Promise<string>, clock: Clock): Promise<void> {
  child.kill('SIGTERM');
  const timer = clock.after(STOP_MS, () => child.kill('SIGKILL'));
  await exit;
  timer.cancel();
}

/** As its status file says; every later version keeps these three fields. */
function isConnected(state: string, version: string): boolean {
  try {
    const status = JSON.parse(readFileSync(statusFileIn(state), 'utf8')) as {
      version?: unknown;
      connection?: { state?: unknown; lastAckAt?: unknown };
    };
    const { state: connection, lastAckAt } = status.connection ?? {};
    return status.version === version && connection === 'connected' && typeof lastAckAt === 'number';
  } catch {
    return false;
  }
}
