import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig, readConfigFile, sampleConfig, UserError } from '@watchcase/runtime';
import { type AgentConfig, chosenOf, configSchema } from '../config.ts';
import { type CommandNeeds, configFile, type Options, stateFolder } from './needs.ts';

/** `config sample` and `config check`. */
export function configCommand(options: Options, needs: CommandNeeds, rest: readonly string[]): number {
  if (rest[0] === 'sample') needs.print(sample());
  else if (rest[0] === 'check') {
    const path = configFile(options, needs);
    loadConfig(path, needs);
    needs.print(path === undefined ? 'there is no config file; defaults hold' : `${path}: no faults`);
  } else
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: 'config',
      message: '"config sample" or "config check" was expected',
    });
  return 0;
}

/** The settings of a file, or the defaults when there is none. Errors: see parseConfig; all faults at once. */
export function loadConfig(path: string | undefined, needs: CommandNeeds): AgentConfig {
  const source =
    path === undefined ? { name: 'defaults', text: '', env: needs.env } : readConfigFile(path, needs.env);
  const config = parseConfig(configSchema, source);
  chosenOf(config);
  return config;
}

/** Puts the commented sample into the state folder when there is no config at all, so that a newcomer finds what to edit. */
export function writeFirstConfig(options: Options, needs: CommandNeeds): void {
  if (configFile(options, needs) !== undefined) return;
  writeFileSync(join(stateFolder(options, needs), 'agent.yaml'), sample(), { mode: 0o600, flag: 'wx' });
}

/** Changes when the file does; empty when it cannot be read. */
export function fingerprintOf(path: string): string {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return '';
  }
}

function sample(): string {
  return sampleConfig(configSchema, 'Watchcase agent: every setting with its default');
}
