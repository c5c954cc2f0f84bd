import { createPrivateKey } from 'node:crypto';
import type { Clock, Log } from '@watchcase/runtime';
import { createAgentBundle } from '../agent-bundle/index.ts';
import { appendAudit } from '../audit/index.ts';
import type { CollectorConfig } from '../config.ts';
import type { Ingest } from '../ingest/index.ts';
import { openPackages, packageKeyIn, type Packages } from '../packages/index.ts';
import { openRollouts, type Rollouts } from '../rollouts/index.ts';
import type { DataFolder } from '../startup/index.ts';
import { sharedSecret, type Store } from '../store/index.ts';
import type { BrokerLine } from './broker-line.ts';

/** What giving away agents needs. */
export interface PackageParts {
  config: CollectorConfig;
  folder: DataFolder;
  /** Outside the fence: the key is asked for before this collector has its place among others. */
  store: Store;
  /** Its transactions fall between two turns. */
  betweenTurns: Store;
  ingest: Ingest;
  line: BrokerLine;
  clock: Clock;
  log: Log;
}

/** Opens the shelf of packages, and follows versions on their way to hosts. Several collectors sign by one key. */
export async function openPackageRooms(
  parts: PackageParts,
): Promise<{ packages: Packages; rollouts: Rollouts; stop(): Promise<void> }> {
  const { config, folder, betweenTurns, ingest, line, clock, log } = parts;
  const { enabled: isEnabled, settle, away, answer } = config.upgrades;
  const own = packageKeyIn(folder.file('package-key'));
  const key = config.cluster
    ? createPrivateKey(
        await sharedSecret(
          parts.store,
          'package_key',
          own.export({ type: 'pkcs8', format: 'pem' }).toString(),
        ),
      )
    : own;
  const bundle = createAgentBundle(folder.file('agent-archives'));
  const packages = openPackages({ folder: folder.file('packages'), bundle, key, log });
  const rollouts = openRollouts({
    isEnabled,
    bounds: { settleMs: settle, awayMs: away, answerMs: answer },
    url: config.http.publicUrl,
    store: betweenTurns,
    packages: packages.all,
    hostOf(id) {
      const host = ingest.host(id);
      return host?.presence === 'online' ? host : undefined;
    },
    publish: line.publish,
    audit: appendAudit,
    clock,
    log,
  });
  return { packages, rollouts, stop: rollouts.stop };
}
