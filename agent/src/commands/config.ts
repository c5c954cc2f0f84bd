import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ConfigSource,
  describeFault,
  type Fault,
  parseConfig,
  readConfigFile,
  sampleConfig,
  UserError,
} from '@watchcase/runtime';
import { chosenOf } from '../chosen.ts';
import { type AgentConfig, configSchema } from '../config.ts';
import { writeChecked } from './checked-config.ts';
import { type CommandNeeds, configFile, type Options, stateFolder } from './needs.ts';

/** `config sample` and `config check`; `config checked` is how the running agent has its config checked, see askConfig. */
export function configCommand(options: Options, needs: CommandNeeds, rest: readonly string[]): number {
  if (rest[0] === 'sample') needs.print(sample());
  else if (rest[0] === 'check') {
    const path = configFile(options, needs);
    loadConfig(path, needs, (fault) => needs.complain(describeFault(fault)));
    needs.print(path === undefined ? 'there is no config file; defaults hold' : `${path}: no faults`);
  } else if (rest[0] === 'checked') needs.print(checked(options, needs));
  else
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: 'config',
      message: '"config sample" or "config check" was expected',
    });
  return 0;
}

/** The checked config or all its faults as one line of JSON; the first config is written where there is none. */
function checked(options: Options, needs: CommandNeeds): string {
  try {
    writeFirstConfig(options, needs);
    const file = configFile(options, needs);
    const source = sourceOf(file, needs);
    const hash = file === undefined ? '' : createHash('sha256').update(source.text).digest('hex');
    const warnings: Fault[] = [];
    const config = checkSource({ ...source, warn: (fault) => void warnings.push(fault) });
    return writeChecked({ file, hash, config, warnings });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return writeChecked({ faults: error.faults });
  }
}

/** The settings of a file, or the defaults when there is none; `warn` hears of old names. Errors: see parseConfig; all faults at once. */
export function loadConfig(
  path: string | undefined,
  needs: CommandNeeds,
  warn: (fault: Fault) => void,
): AgentConfig {
  return checkSource({ ...sourceOf(path, needs), warn });
}

function sourceOf(path: string | undefined, needs: CommandNeeds): ConfigSource {
  return path === undefined
    ? { name: 'defaults', text: '', env: needs.env }
    : readConfigFile(path, needs.env);
}

function checkSource(source: ConfigSource): AgentConfig {
  const config = parseConfig(configSchema, source);
  chosenOf(config);
  return config;
}

/** Puts the commented sample into the state folder when there is no config at all, so that a newcomer finds what to edit. */
function writeFirstConfig(options: Options, needs: CommandNeeds): void {
  if (configFile(options, needs) !== undefined) return;
  writeFileSync(join(stateFolder(options, needs), 'agent.yaml'), sample(), { mode: 0o600, flag: 'wx' });
}

function sample(): string {
  return sampleConfig(configSchema, 'Watchcase agent: every setting with its default');
}
