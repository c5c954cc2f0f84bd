import { createPlainLog, type PlainLog, UserError } from '@watchcase/runtime/light';
import type { App } from '../app.ts';
import { lockState } from '../outbox/index.ts';
import { runProgram } from '../host/run-program.ts';
import { readCredential } from '../uplink/index.ts';
import { isOnTrialIn } from '../upgrade/on-trial.ts';
import type { ReadyVersion } from '../upgrade/orders.ts';
import { askConfig, type AskedConfig } from './ask-config.ts';
import { createFingerprint } from './fingerprint.ts';
import { type CommandNeeds, type Options, stateFolder } from './needs.ts';
import { tellWatchdog } from './tell-watchdog.ts';

const STOP_MS = 2800;
const LOOK_MS = 5000;

/** Runs the agent until the process is told to end. Errors: STATE_FOLDER_IN_USE, NOT_ENROLLED, all faults of the config. */
export async function runAgentCommand(options: Options, needs: CommandNeeds): Promise<number> {
  const { clock } = needs;
  const state = stateFolder(options, needs);
  const credential = readCredential(state);
  const unlock = lockState(state);
  const ended = new AbortController();
  const ending = heedSignals(needs, ended);
  try {
    const ask = () => askConfig(options, needs, ended.signal);
    // What runs is loaded while the other process checks.
    const [{ file, hash, config, warnings }, { startApp }] = await Promise.all([ask(), import('../app.ts')]);
    const log = createPlainLog('agent', config.log.level, { now: clock.now });
    const other = Promise.withResolvers<ReadyVersion>();
    const isOnTrial = isOnTrialIn(needs.env);
    const { version, program, env } = needs;
    const own = { state, config, credential, version, program, env, isOnTrial };
    const app = startApp({ ...own, ready: other.resolve, clock, log });
    log.info({ version, state, config: file }, 'running');
    const rest = tellWatchdog({ env, run: (request) => runProgram(clock, request), clock, log });
    warnOf(log, warnings);
    if (file !== undefined)
      ending.onHangup(watchConfig({ file, hash, ask, app, log, clock, ended: ended.signal }));
    const end = await Promise.race([ending.signal, other.promise]);
    rest();
    log.info(typeof end === 'string' ? { signal: end } : { version: end.version }, 'ending');
    await app.stop(STOP_MS);
    if (typeof end === 'string') return 0;
    unlock();
    return await goOnAs(end, { options, needs, state, ended: ended.signal, log });
  } catch (error) {
    if (ended.signal.aborted) return 0;
    throw error;
  } finally {
    ending.forget();
    unlock();
  }
}

/** Tries another version, and goes on as the one that is in service then: in the same process, whoever started it. */
async function goOnAs(
  other: ReadyVersion,
  at: { options: Options; needs: CommandNeeds; state: string; ended: AbortSignal; log: PlainLog },
): Promise<number> {
  const { options, needs, ended } = at;
  const { changeVersion, withoutOwnCache } = await import('../upgrade/change-version.ts');
  const { config } = options;
  const args = ['run', '--state', at.state, ...(config === undefined ? [] : ['--config', config])];
  const { env, clock, version: own } = needs;
  const program = await changeVersion(other, { ...at, args, own, env, clock });
  if (ended.aborted) return 0;
  process.execve?.(program, [program, ...args], present(withoutOwnCache(env, other.home)));
  // A system that has no such call starts the agent anew when it ends.
  return 0;
}

function present(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Names that are read for now. */
function warnOf(log: PlainLog, warnings: AskedConfig['warnings']): void {
  for (const { code, place, message } of warnings) log.warn({ code, place }, message);
}

/** What the process is told from outside, from its first moment on. */
interface Ending {
  /** Resolves with the signal that ends the agent. */
  signal: Promise<string>;
  /** SIGHUP only has the config read again; one that came earlier counts. */
  onHangup(reload: () => void): void;
  forget(): void;
}

function heedSignals(needs: CommandNeeds, ended: AbortController): Ending {
  const { promise, resolve } = Promise.withResolvers<string>();
  let reload: (() => void) | undefined;
  let hungUp = false;
  const forget = needs.onSignal((signal) => {
    if (signal === 'SIGHUP') {
      hungUp = true;
      return reload?.();
    }
    ended.abort();
    resolve(signal);
  });
  return {
    signal: promise,
    onHangup(then) {
      reload = then;
      if (hungUp) then();
    },
    forget,
  };
}

interface ConfigWatchNeeds {
  file: string;
  /** What was read last, as the fingerprint tells it. */
  hash: string;
  ask(): Promise<AskedConfig>;
  app: App;
  log: PlainLog;
  clock: CommandNeeds['clock'];
  ended: AbortSignal;
}

/** Puts a changed file in service; a bad one is told with all its faults and changes nothing. Gives what has it read again at once. */
function watchConfig({ file, hash, ask, app, log, clock, ended }: ConfigWatchNeeds): () => void {
  const fingerprint = createFingerprint(file);
  let seen = hash;
  let asking = false;
  let askAgain = false;
  let timer = clock.about(LOOK_MS, look);
  ended.addEventListener('abort', () => timer.cancel(), { once: true });

  function look(): void {
    timer = clock.about(LOOK_MS, look);
    const now = fingerprint();
    if (now === seen || now === '') return;
    seen = now;
    reload();
  }

  /** One at a time: an answer that comes late must not put an older config in service. */
  function reload(): void {
    askAgain = asking;
    if (asking) return;
    asking = true;
    void take().finally(() => {
      asking = false;
      if (askAgain && !ended.aborted) reload();
    });
  }

  async function take(): Promise<void> {
    try {
      const asked = await ask();
      if (ended.aborted) return;
      seen = asked.hash;
      log.level = asked.config.log.level;
      app.configure(asked.config);
      warnOf(log, asked.warnings);
      log.info({ config: file }, 'the new config is in service');
    } catch (error) {
      if (!ended.aborted) refused(error);
    }
  }

  function refused(error: unknown): void {
    if (!(error instanceof UserError))
      return log.error({ code: 'INTERNAL', err: error }, 'the new config could not be put in service');
    const isChecked = error.faults.every(({ code }) => code !== 'CONFIG_NOT_CHECKED');
    app.refuseConfig(error.faults);
    // Nobody knows yet what the file says: the next look asks again.
    if (!isChecked) seen = '';
    log.error(
      { code: 'CONFIG_NOT_TAKEN', faults: error.faults },
      isChecked
        ? 'the config has faults; the old one stays in service'
        : 'the config could not be checked, which is tried again; the old one stays in service',
    );
  }

  return reload;
}
