import { type Fault, Secret } from '@watchcase/runtime/light';
import type { AgentConfig } from '../config.ts';

/** What checking a config gave: the config with the file it came from (none when defaults hold), the hash of its text and what should be written otherwise, or every fault. */
export type CheckedConfig =
  | { file?: string | undefined; hash: string; config: AgentConfig; warnings: readonly Fault[] }
  | { faults: readonly Fault[] };

/** Stands for a secret on its way between two processes of ours; no setting has such a name. */
const SECRET_KEY = '\0secret';

/**
 * As one line of JSON, secrets revealed: it goes through a pipe to the process that asked and nowhere else. Throws when a setting is of a kind that JSON
 * does not have: a schema must not make one.
 */
export function writeChecked(checked: CheckedConfig): string {
  return JSON.stringify(checked, function (this: Readonly<Record<string, unknown>>, key, value: unknown) {
    const raw = this[key];
    if (raw instanceof Secret) return { [SECRET_KEY]: raw.reveal() };
    if (!isJson(raw)) throw new Error(`the setting "${key}" is not what JSON can say`);
    return value;
  });
}

/** True when what writeChecked gave holds a secret. */
export function holdsSecret(text: string): boolean {
  return text.includes(JSON.stringify(SECRET_KEY));
}

/** The inverse of writeChecked. Throws at any other text. */
export function readChecked(text: string): CheckedConfig {
  const checked: unknown = JSON.parse(text, (_key, value: unknown) => {
    const secret = isObject(value) ? value[SECRET_KEY] : undefined;
    return typeof secret === 'string' ? new Secret(secret) : value;
  });
  if (!isChecked(checked)) throw new Error('this is neither a config nor faults');
  return checked;
}

function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null)
    return typeof value !== 'function' && typeof value !== 'bigint';
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}

function isChecked(value: unknown): value is CheckedConfig {
  if (!isObject(value)) return false;
  if (Array.isArray(value['faults'])) return value['faults'].length > 0;
  return typeof value['hash'] === 'string' && isObject(value['config']) && isObject(value['config']['log']);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
