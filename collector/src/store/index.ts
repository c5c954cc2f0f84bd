import type { Log } from '@watchcase/runtime';
import type { StoreConfig } from './config.ts';
import type { Store } from './contract.ts';
import { openPostgresStore } from './postgres.ts';
import { openSqliteStore } from './sqlite.ts';

export { type StoreConfig, storeConfigSchema } from './config.ts';
export type { Store, Tx } from './contract.ts';
export { openPostgresStore, type PostgresOptions } from './postgres.ts';
export { openSqliteStore } from './sqlite.ts';
export { changeHost } from './change-host.ts';
export { nameStatement } from './named-statements.ts';
export { fenced, MembershipLost } from './fence.ts';
export { type HistoryMark, markHistory, readHistoryMark } from './history-mark.ts';
export { deleteJudged, readJudged, writeJudged } from './judged-blocks.ts';
export { sharedSecret } from './shared-secret.ts';
export { readSites } from './read-sites.ts';
export { takingTurns } from './take-turns.ts';
export { isTurnMarked, markTurn } from './turn-mark.ts';
export { startHousekeeping } from './housekeeping.ts';
export type { Tables } from './tables.ts';

/** Opens the store the config names; `file` is where SQLite keeps it; `shared` when other collectors work on it too. */
export function openStore(
  config: StoreConfig,
  file: string,
  needs: { log: Log; shared: boolean },
): Promise<Store> {
  return config.kind === 'sqlite'
    ? openSqliteStore(file)
    : openPostgresStore({ url: config.url.reveal(), pool: config.pool, shared: needs.shared }, needs.log);
}
