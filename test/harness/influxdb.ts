import { join } from 'node:path';
import { programPath, temporaryFolder } from '@watchcase/testkit';
import { freePort } from './free-port.ts';
import { startProgram } from './program.ts';

/**
 * An InfluxDB 1.x of the test's own, with the empty database `watchcase`. Debian's is 1.6, which takes line protocol at /write only; /api/v2/write came with 1.8.
 */
export interface InfluxDb {
  url: string;
  /** Answers an InfluxQL query: rows of the first series, each with its column names. */
  query(influxQl: string): Promise<Record<string, unknown>[]>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** Starts it again after kill(), on the same port and files. */
  restart(): Promise<void>;
}

interface QueryAnswer {
  results: { series?: { columns: string[]; values: unknown[][] }[]; error?: string }[];
}

/** Starts InfluxDB on a free loopback port. */
export async function startInfluxDb(): Promise<InfluxDb> {
  const folder = temporaryFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    INFLUXDB_REPORTING_DISABLED: 'true',
    INFLUXDB_BIND_ADDRESS: '127.0.0.1:0',
    INFLUXDB_HTTP_BIND_ADDRESS: `127.0.0.1:${port}`,
    INFLUXDB_HTTP_LOG_ENABLED: 'false',
    INFLUXDB_META_DIR: join(folder.path, 'meta'),
    INFLUXDB_DATA_DIR: join(folder.path, 'data'),
    INFLUXDB_DATA_WAL_DIR: join(folder.path, 'wal'),
    INFLUXDB_MONITOR_STORE_ENABLED: 'false',
  };
  const start = () =>
    startProgram({
      name: 'influxd',
      command: programPath('influxdb'),
      args: ['-config', '/dev/null'],
      env,
      ready: async () => (await fetch(`${url}/ping`)).status === 204,
    });
  const query = async (influxQl: string): Promise<Record<string, unknown>[]> => {
    const body = new URLSearchParams({ q: influxQl, epoch: 'ms', db: 'watchcase' });
    const response = await fetch(`${url}/query`, { method: 'POST', body });
    const answer = (await response.json()) as QueryAnswer;
    const error = answer.results[0]?.error;
    if (error !== undefined) throw new Error(error);
    const series = answer.results[0]?.series?.[0];
    return (series?.values ?? []).map((row) =>
      Object.fromEntries(row.map((value, i) => [series?.columns[i] ?? '', value])),
    );
  };
  let program = await start();
  await query('CREATE DATABASE watchcase');
  return {
    url,
    query,
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
