import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a host knows of its collector from its token: where it serves packages (undefined for one that enrolled by MQTT), and the key that signs them. */
export interface KnownCollector {
  url: string | undefined;
  /** SHA-256 of the public key, base64url. */
  packageKey: string;
}

const FILE = 'collector.json';

/** Writes it down in a state folder, whole or not at all. Throws the kernel's error. */
export function keepCollector(state: string, known: KnownCollector): void {
  const path = join(state, FILE);
  writeFileSync(`${path}.new`, `${JSON.stringify(known, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}

/** What stands there; undefined for a host that joined before tokens named keys. */
export function readCollector(state: string): KnownCollector | undefined {
  try {
    const { url, packageKey } = JSON.parse(readFileSync(join(state, FILE), 'utf8')) as Record<
      string,
      unknown
    >;
    if (typeof packageKey !== 'string') return undefined;
    return { url: typeof url === 'string' ? url : undefined, packageKey };
  } catch {
    return undefined;
  }
}
