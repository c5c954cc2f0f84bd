import { join } from 'node:path';
import { programPath, temporaryFolder } from '@watchcase/testkit';
import { freePort } from './free-port.ts';
import { startProgram } from './program.ts';

/** One line of VictoriaMetrics' export: a series with its points. */
export interface ExportedSeries {
  metric: Record<string, string>;
  values: number[];
  /** Unix milliseconds. */
  timestamps: number[];
}

/** A VictoriaMetrics of the test's own; takes InfluxDB's line protocol at /api/v2/write. */
export interface VictoriaMetrics {
  url: string;
  /** Its process id. */
  pid(): number;
  /** Every stored point of the series that match, `{host="db1"}` for example; flushes first. */
  exported(match: string): Promise<ExportedSeries[]>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** Starts it again after kill(), on the same port and files. */
  restart(): Promise<void>;
}

/** Starts VictoriaMetrics on a free loopback port; `memory` is what it may use for its caches, its own default (60 % of the machine) when null; `nice` lowers its priority. */
export async function startVictoriaMetrics({
  memory = '128MB',
  nice = 0,
}: {
  memory?: string | null;
  nice?: number;
} = {}): Promise<VictoriaMetrics> {
  const folder = temporaryFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = () =>
    startProgram({
      name: 'victoria-metrics',
      command: 'nice',
      args: [
        `-n${nice}`,
        programPath('victoria-metrics'),
        `-httpListenAddr=127.0.0.1:${port}`,
        `-storageDataPath=${join(folder.path, 'data')}`,
        '-retentionPeriod=100y',
        // A point that comes twice (what it may have lost is sent again) is one point, as docs/operating.md asks for.
        '-dedup.minScrapeInterval=1ms',
        ...(memory === null ? [] : [`-memory.allowedBytes=${memory}`]),
      ],
      ready: async () => (await fetch(`${url}/health`)).ok,
    });
  let program = await start();
  return {
    url,
    pid: () => program.pid,
    async exported(match) {
      await fetch(`${url}/internal/force_flush`);
      const response = await fetch(`${url}/api/v1/export?match[]=${encodeURIComponent(match)}`);
      if (!response.ok) throw new Error(`export answers ${response.status}: ${await response.text()}`);
      const lines = (await response.text()).split('\n').filter((line) => line !== '');
      return lines.map((line) => JSON.parse(line) as ExportedSeries);
    },
    async stop() {
      await program.end('SIGTERM');
      folder[Symbol.dispose]();
    },
    async kill() {
      await program.end('SIGKILL');
    },
    async restart() {
      program = await start();
    },
  };
}
