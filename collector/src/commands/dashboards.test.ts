import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCommand } from './index.ts';

interface Wanted {
  what: string;
  config?: string;
  /** Where a collector of the data folder listened last. */
  address?: string;
  options?: readonly string[];
  console: string;
  database: object;
}

const prometheus = { url: 'http://127.0.0.1:8428' };
const cases: Wanted[] = [
  {
    what: 'the public address of the config',
    config: 'http: { publicUrl: "https://desk.example.com/" }',
    address: 'http://127.0.0.1:18080',
    console: 'https://desk.example.com',
    database: prometheus,
  },
  {
    what: 'where the collector listens, when the config has no public address',
    address: 'http://127.0.0.1:18080',
    console: 'http://127.0.0.1:18080',
    database: prometheus,
  },
  {
    what: 'the port of the config, when no collector has run yet',
    config: 'http: { port: 8090 }',
    console: 'http://127.0.0.1:8090',
    database: prometheus,
  },
  {
    what: 'what the options say, before all else',
    config: 'http: { publicUrl: "https://desk.example.com" }\nhistory: { remote: { url: "http://db:8428" } }',
    options: ['--url', 'https://other.example.com', '--database', 'http://10.0.0.1:8428'],
    console: 'https://other.example.com',
    database: { url: 'http://10.0.0.1:8428' },
  },
  {
    what: 'the database that the collector writes to, with its name in InfluxDB',
    config: 'history: { remote: { api: v1, url: "http://db:8086", bucket: plant } }',
    options: ['--datasource', 'influxdb'],
    console: 'http://127.0.0.1:8080',
    database: { url: 'http://db:8086', jsonData: { dbName: 'plant' } },
  },
];

/** Exports into a folder of its own: the console that links lead to, and the data source. */
async function exported({
  config,
  address,
  options = [],
}: Wanted): Promise<{ console: string; yaml: string }> {
  using folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  mkdirSync(at('data'));
  if (address !== undefined) writeFileSync(at('data/address'), address);
  writeFileSync(at('watchcase.yaml'), config ?? '');
  const configured = config === undefined ? [] : ['--config', at('watchcase.yaml')];
  const needs = {
    version: '0',
    env: {},
    print: () => undefined,
    isTerminal: false,
    ended: new Promise<string>(() => undefined),
  };
  const args = ['dashboards', 'export', at('out'), '--data', at('data'), ...configured, ...options];
  expect(await runCommand(args, needs)).toBe(0);
  const fleet = JSON.parse(readFileSync(at('out/dashboards/fleet.json'), 'utf8')) as {
    templating: { list: { name: string; query?: string }[] };
  };
  const found = fleet.templating.list.find(({ name }) => name === 'console');
  return {
    console: found?.query ?? '',
    yaml: readFileSync(at('out/provisioning/datasources/watchcase.yaml'), 'utf8'),
  };
}

it.each(cases)('dashboards export takes $what', async (wanted) => {
  const { console: found, yaml } = await exported(wanted);
  expect(found).toBe(wanted.console);
  const { datasources } = parse(yaml) as { datasources: unknown[] };
  expect(datasources[0]).toMatchObject(wanted.database);
});
