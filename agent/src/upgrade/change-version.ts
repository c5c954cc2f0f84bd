import { readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Clock, PlainLog } from '@watchcase/runtime/light';
import { lockState } from '../outbox/index.ts';
import type { ReadyVersion } from './orders.ts';
import { tellOutcome } from './tell-outcome.ts';
import { type Trial, tryVersion } from './try-version.ts';

/** What changing the version needs. */
export interface ChangeNeeds {
  state: string;
  /** Command line of the agent, without the program. */
  args: readonly string[];
  /** The version that runs. */
  own: string;
  env: Readonly<Record<string, string | undefined>>;
  ended: AbortSignal;
  clock: Clock;
  log: PlainLog;
}

/**
 * Tries a version, and puts it in service when it has connected; writes into the outbox what became of it. The agent that ran has ended, and its state folder is free. Whatever
 * happens in between, `current` leads to a version that has connected. Gives the program to go on with.
 */
export async function changeVersion(ready: ReadyVersion, needs: ChangeNeeds): Promise<string> {
  const { home, folder, version, order } = ready;
  const { state, clock, log } = needs;
  const env = withoutOwnCache(needs.env, home);
  log.info({ version }, 'another version is tried');
  const trial = await tryVersion({ ...needs, ...ready, env });
  if (trial.ok) {
    const link = join(home, 'current');
    rmSync(`${link}.new`, { force: true });
    symlinkSync(join('versions', basename(folder)), `${link}.new`);
    renameSync(`${link}.new`, link);
  }
  const unlock = lockState(state);
  try {
    tellOutcome(state, { order, version, ...outcomeOf(trial) }, { clock, log });
  } finally {
    unlock();
  }
  if (trial.ok) log.info({ version }, 'another version is in service');
  else log.error({ code: trial.code, version, reason: trial.reason }, 'the version before stays in service');
  removeOthers(home, trial.ok ? [version, needs.own] : [needs.own]);
  return join(home, 'current/bin/watchcase-agent');
}

function outcomeOf(trial: Trial): { outcome: 'installed' | 'rolled-back'; code: string; reason: string } {
  return trial.ok
    ? { outcome: 'installed', code: '', reason: '' }
    : { outcome: 'rolled-back', code: trial.code, reason: trial.reason };
}

/** Compiled code of one version is of no use to another. */
export function withoutOwnCache<T extends Readonly<Record<string, string | undefined>>>(
  env: T,
  home: string,
): T {
  const own = env['NODE_COMPILE_CACHE']?.startsWith(home) === true;
  return own ? { ...env, NODE_COMPILE_CACHE: undefined } : env;
}

/** The one before stays: whoever wants to go back by hand needs no network. */
function removeOthers(home: string, kept: readonly string[]): void {
  const versions = join(home, 'versions');
  for (const name of readdirSync(versions))
    if (!kept.includes(name)) rmSync(join(versions, name), { recursive: true, force: true });
}
