import type { Clock, Log } from '@watchcase/runtime';
import type { Alerts } from '../alerts/index.ts';
import { type Backups, createBackups } from '../backups/index.ts';
import { type Directory, termsOf } from '../directory/index.ts';
import type { Ingest } from '../ingest/index.ts';
import type { Store } from '../store/index.ts';

/** Opens the judge of backups over facts, policies and contracts. */
export async function openBackups(parts: {
  store: Store;
  directory: Directory;
  ingest: Ingest;
  alerts: Alerts;
  clock: Clock;
  log: Log;
}): Promise<Backups> {
  const backups = createBackups({
    ...parts,
    activeOf: parts.alerts.activeOf,
    byContract(directory, { customer, site, host }, now) {
      const subject = { customer, site: site.slice(customer.length + 1), host, category: 'data' };
      const { contract, scope } = termsOf(directory, { ...subject, severity: 'major', at: now });
      if (contract === null || scope !== 'covered') return undefined;
      const named = directory.get('contracts', contract)?.data['backup'];
      return typeof named === 'string' ? named : undefined;
    },
  });
  // Which jobs a policy judges is known before any rule speaks of them.
  await backups.prepare();
  return backups;
}
