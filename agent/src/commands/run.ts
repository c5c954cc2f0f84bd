import { createLog, type Log, UserError } from '@watchcase/runtime';
import { type App, startApp } from '../app.ts';
import { lockState } from '../outbox/index.ts';
import { readCredential } from '../uplink/index.ts';
import { fingerprintOf, loadConfig, writeFirstConfig } from './config.ts';
import { type CommandNeeds, configFile, type Options, stateFolder } from './needs.ts';

const STOP_MS = 2800;
const LOOK_MS = 5000;

/** Runs the agent until the process is told to end. Errors: STATE_FOLDER_IN_USE, NOT_ENROLLED, all faults of the config. */
export async function runAgentCommand(options: Options, needs: CommandNeeds): Promise<number> {
  const { clock } = needs;
  const state = stateFolder(options, needs);
  const credential = readCredential(state);
  const unlock = lockState(state);
  try {
    writeFirstConfig(options, needs);
    const file = configFile(options, needs);
    const config = loadConfig(file, needs);
    const log = createLog('agent', config.log.level);
    const app = startApp({ state, config, credential, version: needs.version, clock, log });
    log.info({ version: needs.version, state, config: file }, 'running');
    const signal = await untilEnded(
      needs,
      file === undefined ? undefined : watchConfig(file, app, log, needs),
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

/** A bad file is told with all its faults and changes nothing. */
function watchConfig(file: string, app: App, log: Log, needs: CommandNeeds): ConfigWatch {
  let seen = fingerprintOf(file);
  let timer = needs.clock.after(LOOK_MS, look);

  function look(): void {
    timer = needs.clock.after(LOOK_MS, look);
    const now = fingerprintOf(file);
    if (now === seen || now === '') return;
    seen = now;
    reload();
  }

  function reload(): void {
    try {
      const config = loadConfig(file, needs);
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

  return { reload, stop: () => timer.cancel() };
}
