import { Secret } from '@watchcase/runtime/light';
import type { BackupStatus } from '../contract.ts';

/** An entry of the config, as far as its places are named by it. */
interface Entry {
  job: string;
  tool: string;
  options: unknown;
}

/**
 * What names the places of one entry beside all others: two configs of one tool, or one in two environments, may call what they have alike, and then one would overwrite the other at the
 * collector. An environment is secret, and told by its number, in the order of the config.
 */
export function tellApart(own: Entry, all: readonly Entry[]): (status: BackupStatus) => BackupStatus {
  const alike = all.filter((one) => one.job === own.job && one.tool === own.tool);
  const config = configOf(own);
  const number = numberOf(own, alike);
  const names = [
    ...(config === undefined || alike.every((one) => configOf(one) === config) ? [] : [config]),
    ...(number === 0 ? [] : [`env ${number + 1}`]),
  ];
  if (names.length === 0) return (status) => status;
  return (status) => ({ ...status, location: `${status.location} (${names.join(', ')})` });
}

/** How many environments before it the same place stands in. */
function numberOf(own: Entry, alike: readonly Entry[]): number {
  const same = alike.filter((one) => placeOf(one) === placeOf(own));
  return [...new Set(same.map(environmentOf))].indexOf(environmentOf(own));
}

/** What an entry is about, whatever it is asked with. */
function placeOf({ options }: Entry): string {
  const { env: _env, timeout: _timeout, program: _program, ...place } = options as Record<string, unknown>;
  return textOf(place);
}

function environmentOf({ options }: Entry): string {
  const { env } = options as { env?: object };
  return textOf(Object.entries(env ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** All of some options, secrets too, to be compared only. */
function textOf(options: unknown): string {
  return JSON.stringify(options, function (this: Record<string, unknown>, key, value: unknown) {
    const own = this[key];
    return own instanceof Secret ? own.reveal() : value;
  });
}

function configOf({ options }: Entry): string | undefined {
  const { config } = options as { config?: unknown };
  return typeof config === 'string' ? config : undefined;
}
