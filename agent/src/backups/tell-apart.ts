import type { BackupStatus } from '../contract.ts';

/** An entry of the config, as far as its places are named by it. */
interface Entry {
  job: string;
  tool: string;
  options: unknown;
}

/** What names the places of one entry beside all others: two configs of one tool may call what they have alike, and then one would overwrite the other at the collector. */
export function tellApart(own: Entry, all: readonly Entry[]): (status: BackupStatus) => BackupStatus {
  const config = configOf(own);
  const isAlone = all.every(
    (one) => one.job !== own.job || one.tool !== own.tool || configOf(one) === config,
  );
  if (isAlone || config === undefined) return (status) => status;
  return (status) => ({ ...status, location: `${status.location} (${config})` });
}

function configOf({ options }: Entry): string | undefined {
  const { config } = options as { config?: unknown };
  return typeof config === 'string' ? config : undefined;
}
