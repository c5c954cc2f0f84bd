import { findProgram, type NeededProgram } from '../test/harness/index.ts';
import type { PeerOptions } from './peers/peer-options.ts';
import { runPrometheus } from './peers/prometheus.ts';
import { runZabbix } from './peers/zabbix.ts';

interface Peer {
  name: string;
  needs: readonly NeededProgram[];
  hosts: { full: number; quick: number };
  run(options: PeerOptions): Promise<Record<string, unknown>>;
}

const peers: readonly Peer[] = [
  {
    name: 'Prometheus',
    needs: ['prometheus', 'alertmanager'],
    hosts: { full: 10_000, quick: 500 },
    run: runPrometheus,
  },
  { name: 'Zabbix', needs: ['zabbix', 'postgres'], hosts: { full: 1000, quick: 100 }, run: runZabbix },
];

/** The fleet's job done by the peers, one line of JSON each; one that is not installed is said and left out. What a peer loses is a figure, not a fault. */
export async function runPeers(options: { quick: boolean; hosts: number | undefined }): Promise<boolean> {
  for (const { name, needs, hosts, run } of peers) {
    const missing = needs.filter((program) => findProgram(program) === undefined);
    if (missing.length > 0) {
      process.stderr.write(`SKIPPED: ${name} (not installed: ${missing.join(', ')})\n`);
      continue;
    }
    const times = options.quick
      ? { warmSeconds: 25, measureSeconds: 30 }
      : { warmSeconds: 40, measureSeconds: 60 };
    const wanted = options.hosts ?? (options.quick ? hosts.quick : hosts.full);
    if (wanted < times.measureSeconds) throw new Error(`--hosts is at least ${times.measureSeconds} here`);
    const report = await run({ hosts: wanted, intervalMs: 15_000, ...times });
    process.stdout.write(`${JSON.stringify({ bench: 'peers', ...report })}\n`);
  }
  return true;
}
