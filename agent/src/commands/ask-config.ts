import type { ChildProcess } from 'node:child_process';
import { type Fault, UserError } from '@watchcase/runtime/light';
import type { AgentConfig } from '../config.ts';
import { type CheckedConfig, readChecked } from './checked-config.ts';
import { type CommandNeeds, configFile, type Options, stateFolder } from './needs.ts';
import { rememberedConfig } from './remembered-config.ts';

/** A config that was checked, and the file it came from; undefined when defaults hold. */
export interface AskedConfig {
  file: string | undefined;
  /** Of the text that was read, as the fingerprint of its file; empty without one. */
  hash: string;
  config: AgentConfig;
  /** What was taken all the same, and should be written otherwise. */
  warnings: readonly Fault[];
}

const TIMEOUT_MS = 60_000;
const MOST_BYTES = 16 * 1_048_576;
const ENDING = 'the agent ends';

/**
 * Has the config read and checked by our own program, run once: what it takes (schemas, YAML) is larger than all that the running agent needs. What it
 * said is remembered, so that a start of the same package with the same file need not wait for it. The first config is written where there is none. Rejects with a UserError that holds every fault; CONFIG_NOT_CHECKED when there is no answer, also because
 * `ended` was aborted, which ends that process.
 */
export function askConfig(options: Options, needs: CommandNeeds, ended: AbortSignal): Promise<AskedConfig> {
  const [file, ...before] = needs.program;
  const args = [...before, 'config', 'checked'];
  const state = stateFolder(options, needs);
  const remembered = rememberedConfig({
    state,
    file: configFile(options, needs),
    main: before.at(-1),
    version: needs.version,
  });
  const known = remembered.get();
  if (known !== undefined) return Promise.resolve({ ...known, file: known.file });
  args.push('--state', state);
  if (options.config !== undefined) args.push('--config', options.config);
  // Settings may name any variable of the environment.
  const how = {
    env: needs.env as NodeJS.ProcessEnv,
    timeout: TIMEOUT_MS,
    // It hears of no other signal while it waits for a file that its config names, such as a pipe that nobody writes to.
    killSignal: 'SIGKILL' as const,
    maxBuffer: MOST_BYTES,
  };
  const { execFile } = process.getBuiltinModule('node:child_process');
  return new Promise((resolve, reject) => {
    if (ended.aborted) return reject(notChecked(ENDING));
    let child: ChildProcess | undefined;
    // Node itself would send SIGTERM at an abort, whatever `killSignal` says.
    const stop = () => {
      child?.kill(how.killSignal);
      reject(notChecked(ENDING));
    };
    const answer = (error: Error | null, stdout: string, stderr: string) => {
      ended.removeEventListener('abort', stop);
      const checked = error === null ? attempt(stdout) : undefined;
      if (checked === undefined) reject(notChecked(stderr.trim() || error?.message || 'it said nothing'));
      else if ('faults' in checked) reject(new UserError(checked.faults));
      else {
        remembered.keep(stdout);
        resolve({ ...checked, file: checked.file });
      }
    };
    try {
      child = execFile(file, args, how, answer);
      ended.addEventListener('abort', stop);
    } catch (error) {
      // A machine without memory refuses at once.
      reject(notChecked((error as Error).message));
    }
  });
}

function attempt(text: string): CheckedConfig | undefined {
  try {
    return readChecked(text);
  } catch {
    return undefined;
  }
}

function notChecked(reason: string): UserError {
  return new UserError({
    code: 'CONFIG_NOT_CHECKED',
    place: 'config',
    message: `the process that checks the config gave no answer: ${reason}`,
    fix: 'try "watchcase-agent config check"',
  });
}
