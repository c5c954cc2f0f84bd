import { type Fault, parseConfig, readConfigFile, UserError } from '@watchcase/runtime';
import { type CollectorConfig, configSchema } from '../config.ts';
import type { CommandNeeds, Options } from './needs.ts';

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
