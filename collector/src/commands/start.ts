import { readFileSync } from 'node:fs';
import {
  createLog,
  type Fault,
  parseConfig,
  readConfigFile,
  systemClock,
  UserError,
} from '@watchcase/runtime';
import { startApp } from '../app.ts';
import { type CollectorConfig, configSchema } from '../config.ts';
import { openDataFolder } from '../startup/index.ts';
import type { CommandNeeds, Options } from './needs.ts';

const STOP_MS = 4000;

/** Runs the collector until the process is told to end. */
export async function startCommand(options: Options, needs: CommandNeeds): Promise<number> {
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

/** The config file's settings, with those of the command line on top; `warn` hears of old names. Errors: see parseConfig. */
export function configured(
  options: Options,
  needs: CommandNeeds,
  warn: (fault: Fault) => void,
): CollectorConfig {
  const source =
    options.config === undefined
      ? { name: 'defaults', text: '', env: needs.env }
      : readConfigFile(options.config, needs.env);
  const config = parseConfig(configSchema, { ...source, warn });
  if (options['http-port'] !== undefined) config.http.port = portOf('--http-port', options['http-port']);
  if (options['mqtt-port'] !== undefined && config.broker.kind === 'embedded')
    config.broker.port = portOf('--mqtt-port', options['mqtt-port']);
  return config;
}

function portOf(option: string, text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UserError({
    code: 'OPTION_INVALID',
    place: option,
    message: `a port from 0 to 65535 was expected, found "${text}"`,
  });
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

/** The administrator's token of a data folder. Errors: DATA_FOLDER_UNUSABLE. */
export function adminTokenOf(data: string): string {
  try {
    return readFileSync(`${data}/admin-token`, 'utf8').trim();
  } catch {
    throw new UserError({
      code: 'DATA_FOLDER_UNUSABLE',
      place: `${data}/admin-token`,
      message: 'the admin token cannot be read',
      fix: 'name the data folder of a collector that was started once: --data DIR',
    });
  }
}
