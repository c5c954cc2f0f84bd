import { createPlainLog, type PlainLog, UserError } from '@watchcase/runtime/light';
import type { App } from '../app.ts';
import { lockState } from '../outbox/index.ts';
import { readCredential } from '../uplink/index.ts';
import { askConfig, type AskedConfig } from './ask-config.ts';
import { createFingerprint } from './fingerprint.ts';
import { type CommandNeeds, type Options, stateFolder } from './needs.ts';

const STOP_MS = 2800;
const LOOK_MS = 5000;

/** Runs the agent until the process is told to end. Errors: STATE_FOLDER_IN_USE, NOT_ENROLLED, all faults of the config. */
export async function runAgentCommand(options: Options, needs: CommandNeeds): Promise<number> {
  const { clock } = needs;
  const state = stateFolder(options, needs);
  const credential = readCredential(state);
  const unlock = lockState(state);
  try {
    const ask = () => askConfig(options, needs);
    // What runs is loaded while the other process checks.
    const [{ file, config }, { startApp }] = await Promise.all([ask(), import('../app.ts')]);
    const log = createPlainLog('agent', config.log.level, { now: clock.now });
    const app = startApp({ state, config, credential, version: needs.version, clock, log });
    log.info({ version: needs.version, state, config: file }, 'running');
    const signal = await untilEnded(
      needs,
      file === undefined ? undefined : watchConfig({ file, ask, app, log, clock }),
    );
    log.info({ signal }, 'ending');
    await app.stop(STOP_MS);
    return 0;
  } finally {
    unlock();
  }
}

/** Resolves with the signal that ends the agent; SIGHUP only has the config read again. */
function untilEnded(needs: CommandNeeds, watch: ConfigWatch | undefined): Promise<string> {
  return new Promise((resolve) => {
    const forget = needs.onSignal((signal) => {
      if (signal === 'SIGHUP') return watch?.reload();
      forget();
      watch?.stop();
      resolve(signal);
    });
  });
}

interface ConfigWatch {
  reload(): void;
  stop(): void;
}

interface ConfigWatchNeeds {
  file: string;
  ask(): Promise<AskedConfig>;
  app: App;
  log: PlainLog;
  clock: CommandNeeds['clock'];
}

/** A bad file is told with all its faults and changes nothing. */
function watchConfig({ file, ask, app, log, clock }: ConfigWatchNeeds): ConfigWatch {
  const fingerprint = createFingerprint(file);
  let seen = fingerprint();
  let timer = clock.after(LOOK_MS, look);
  let asking = false;
  let askAgain = false;
  let stopped = false;

  function look(): void {
    timer = clock.after(LOOK_MS, look);
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
      if (askAgain && !stopped) reload();
    });
  }

  async function take(): Promise<void> {
    try {
      const { config } = await ask();
      if (stopped) return;
      log.level = config.log.level;
      app.configure(config);
      log.info({ config: file }, 'the new config is in service');
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      log.error(
        { code: 'CONFIG_NOT_TAKEN', faults: error.faults },
        'the config has faults; the old one stays in service',
      );
    }
  }

  return {
    reload,
    stop() {
      stopped = true;
      timer.cancel();
    },
  };
}
