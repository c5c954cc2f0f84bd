import { createLog, type Fault, systemClock } from '@watchcase/runtime';
import { startApp } from '../app.ts';
import { collectGarbage, openDataFolder, tellEngine } from '../startup/index.ts';
import { configured } from './configured.ts';
import type { CommandNeeds, Options } from './needs.ts';

const STOP_MS = 4000;

/** Runs the collector until the process is told to end. */
export async function startCommand(options: Options, needs: CommandNeeds): Promise<number> {
  tellEngine();
  const warnings: Fault[] = [];
  const config = configured(options, needs, (fault) => void warnings.push(fault));
  const folder = openDataFolder(options.data);
  const log = createLog('collector', config.log.level);
  for (const { code, place, message } of warnings) log.warn({ code, place }, message);
  try {
    const app = await startApp({
      config,
      configFile: options.config,
      folder,
      localAgent: options.agent,
      clock: systemClock,
      log,
    });
    collectGarbage();
    const link = needs.isTerminal ? await app.newLoginLink() : undefined;
    needs.print(greeting({ url: app.url, link, data: options.data, mqttPort: app.mqttPort }));
    const signal = await needs.ended;
    log.info({ signal }, 'ending');
    await app.stop(STOP_MS);
    return 0;
  } finally {
    folder.release();
  }
}

/** A link that signs in is for the eyes of whoever started us; what is printed elsewhere is kept and read by others. */
function greeting(it: {
  url: string;
  link: string | undefined;
  data: string;
  mqttPort: number | null;
}): string {
  return [
    '',
    `  Watchcase runs. Console: ${it.url}`,
    it.link === undefined
      ? `  Sign in once with a link of "watchcase login-link --data ${it.data}"`
      : `  Sign in once with:       ${it.link}`,
    `  Later with the token in  ${it.data}/admin-token`,
    it.mqttPort === null ? '' : `  Agents connect to        mqtt port ${it.mqttPort}`,
    '',
  ].join('\n');
}
