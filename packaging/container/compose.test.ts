import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { configSchema } from '@watchcase/collector/config.ts';
import { parseConfig } from '@watchcase/runtime';
import { describeWith, eventually, temporaryFolder } from '@watchcase/testkit';
import mqtt from 'mqtt';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../../test/harness/free-port.ts';
import { launch } from '../../test/harness/program.ts';

const here = import.meta.dirname;
const root = join(here, '../..');

interface Service {
  volumes?: string[];
  secrets?: string[];
  build?: { context: string; dockerfile: string };
  ports?: string[];
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
}
interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  secrets: Record<string, { file: string }>;
}
const compose = parse(readFileSync(join(here, 'compose.yaml'), 'utf8')) as Compose;
/** Made by make-secrets, tls init and dashboards export. */
const MADE = /^\.\/(?:secrets|grafana)\//;

it('compose.yaml mounts volumes that it names, and files that are there', () => {
  const mounts = Object.values(compose.services).flatMap(({ volumes = [] }) =>
    volumes.map((one) => one.split(':')[0] ?? ''),
  );
  expect(mounts.length).toBeGreaterThan(10);
  for (const mount of mounts.filter((one) => !MADE.test(one)))
    expect(mount.startsWith('./') ? existsSync(join(here, mount)) : mount in compose.volumes, mount).toBe(
      true,
    );
  for (const { secrets = [] } of Object.values(compose.services))
    for (const name of secrets) expect(compose.secrets[name]?.file).toMatch(MADE);
  expect(
    existsSync(
      join(
        here,
        compose.services['collector']?.build?.context ?? '',
        compose.services['collector']?.build?.dockerfile ?? '',
      ),
    ),
  ).toBe(true);
});

it('make-secrets makes every secret that compose.yaml names, each other than the last time', () => {
  using folder = temporaryFolder();
  const made = ['a', 'b'].map((name) => {
    const place = join(folder.path, name);
    mkdirSync(place);
    copyFileSync(join(here, 'make-secrets'), join(place, 'make-secrets'));
    execFileSync('sh', [join(place, 'make-secrets')]);
    for (const { file } of Object.values(compose.secrets))
      expect(existsSync(join(place, file)), file).toBe(true);
    return readdirSync(join(place, 'secrets'))
      .filter((one) => one !== 'tls')
      .map((one) => readFileSync(join(place, 'secrets', one), 'utf8'));
  });
  expect(new Set(made.flat()).size).toBe(8);
  expect(made.flat().every((text) => text.length >= 48)).toBe(true);
});

/** The collector's config, each secret a URL. */
function configOf(text: string) {
  return parseConfig(configSchema, {
    name: 'watchcase.yaml',
    text: text.replaceAll(/file:\/run\/\S+/g, 'env:SECRET'),
    env: { SECRET: 'postgres://postgres/of-the-reader' },
  });
}

it('its config is one, and names services and secrets that there are', () => {
  const text = readFileSync(join(here, 'watchcase.yaml'), 'utf8');
  const secrets = [...text.matchAll(/file:\/run\/secrets\/(?<name>\w+)/g)].map(
    ({ groups }) => groups?.['name'] ?? '',
  );
  expect(secrets.toSorted()).toEqual(compose.services['collector']?.secrets?.toSorted());
  const config = configOf(text);
  const hosts = [
    config.broker.kind === 'external' ? config.broker.url : '',
    config.history.remote?.url ?? '',
  ];
  for (const url of hosts) expect(Object.keys(compose.services)).toContain(new URL(url).hostname);
});

/** What other programs listen on where nobody tells them otherwise. */
const USUAL_PORTS: Readonly<Record<string, number>> = {
  grafana: 3000,
  victoriametrics: 8428,
  postgres: 5432,
};

it('publishes what its programs listen on, as the docs say and hosts are told, and reaches them there', () => {
  const config = configOf(readFileSync(join(here, 'watchcase.yaml'), 'utf8'));
  const broker = readFileSync(join(here, 'mosquitto/mosquitto.conf'), 'utf8');
  const listeners = [...broker.matchAll(/^listener (?<port>\d+) 0\.0\.0\.0\n(?<tls>certfile)?/gm)].map(
    ({ groups }) => ({ port: Number(groups?.['port']), tls: groups?.['tls'] !== undefined }),
  );
  const listened: Readonly<Record<string, readonly number[]>> = {
    ...Object.fromEntries(Object.entries(USUAL_PORTS).map(([name, port]) => [name, [port]])),
    collector: [config.http.port],
    mosquitto: listeners.map(({ port }) => port),
  };
  const told = JSON.stringify(compose.services);
  expect(told).not.toMatch(/GF_SERVER_HTTP_PORT|httpListenAddr|PGPORT/);
  expect(config.http.host).toBe('0.0.0.0');

  const published = Object.entries(compose.services).flatMap(([name, { ports = [] }]) =>
    ports.map((port) => {
      const [outside, inside] = port.split(':').map(Number);
      expect(listened[name], `${name} ${port}`).toContain(inside);
      return outside ?? 0;
    }),
  );
  const docs = readFileSync(join(root, 'docs/operating.md'), 'utf8');
  const said = /It publishes (?<list>[^.]+)\./.exec(docs)?.groups?.['list'] ?? '';
  expect(new Set(published)).toEqual(new Set((said.match(/\d+/g) ?? []).map(Number)));

  const external = config.broker.kind === 'external' ? config.broker : undefined;
  const outside = [config.http.publicUrl, external?.agentUrl].map((url) => Number(new URL(url ?? '').port));
  for (const port of outside) expect(published).toContain(port);
  expect(listeners.find(({ port }) => port === outside[1])?.tls).toBe(true);
  const storeUrl = /postgres:\/\/\S+/.exec(readFileSync(join(here, 'make-secrets'), 'utf8'))?.[0] ?? '';
  for (const text of [
    external?.url ?? '',
    config.history.remote?.url ?? '',
    storeUrl.replaceAll(/%s|\$\w+/g, 'x'),
  ]) {
    const { hostname, port } = new URL(text);
    expect(listened[hostname], text).toContain(Number(port === '' ? USUAL_PORTS[hostname] : port));
  }
});

it('asks its services whether they are well with what their images have, where they answer', async () => {
  const { collector, postgres } = compose.services;
  for (const { depends_on = {} } of Object.values(compose.services))
    for (const [name, { condition }] of Object.entries(depends_on))
      expect(condition === 'service_started' || compose.services[name]?.healthcheck !== undefined).toBe(true);
  expect(postgres?.healthcheck?.test).toEqual([
    'CMD',
    'pg_isready',
    '-U',
    postgres?.environment?.['POSTGRES_USER'],
  ]);

  const [how, program = '', , script = ''] = collector?.healthcheck?.test ?? [];
  const [, home = ''] =
    /^COPY --from=build (\S+) \1$/m.exec(readFileSync(join(here, 'Containerfile'), 'utf8')) ?? [];
  expect([how, program]).toEqual(['CMD', `${home}/scripts/node`]);
  const { port } = configOf(readFileSync(join(here, 'watchcase.yaml'), 'utf8')).http;
  expect(readFileSync(join(root, 'docs/operating.md'), 'utf8')).toContain('`/healthz`');
  let well = true;
  const server = createServer(({ url }, answer) => {
    answer.writeHead(url === '/healthz' && well ? 200 : 503).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const { port: own } = server.address() as AddressInfo;
    expect(script).toContain(`127.0.0.1:${port}/`);
    const ask = async () => {
      const asked = launch({
        name: 'health check',
        command: program.replace(home, root),
        args: ['-e', script.replace(`:${port}/`, `:${own}/`)],
      });
      return asked.ended;
    };
    expect(await ask()).toBe(0);
    well = false;
    expect(await ask()).toBe(1);
  } finally {
    server.close();
  }
});

it('the Containerfile copies and runs what there is', () => {
  const text = readFileSync(join(here, 'Containerfile'), 'utf8');
  for (const path of ['scripts/setup', 'scripts/watchcase']) {
    expect(text).toContain(path);
    expect(existsSync(join(root, path))).toBe(true);
  }
});

describeWith('mosquitto', 'its broker', () => {
  it('lets in the collector from the first start, and a host once the password file has it', async () => {
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    const port = await freePort();
    mkdirSync(at('passwords.d'));
    writeFileSync(at('password'), 'of-the-collector');
    copyFileSync(join(here, 'mosquitto/acl'), at('acl'));
    const its = readFileSync(join(here, 'mosquitto/mosquitto.conf'), 'utf8')
      .replace(/listener 8883[\s\S]*?keyfile.*\n/, '')
      .replace('listener 1883 0.0.0.0', `listener ${port} 127.0.0.1`)
      .replace('/mosquitto/watchcase/passwords', at('passwords.d/passwords'))
      .replace('/mosquitto/config/acl', at('acl'))
      .replace('/mosquitto/data/', `${folder.path}/`);
    writeFileSync(at('mosquitto.conf'), `${its}user root\n`);
    const broker = launch({
      name: 'mosquitto',
      command: 'sh',
      args: [join(here, 'mosquitto/run.sh')],
      env: {
        PATH: `${process.env['PATH'] ?? ''}:/usr/sbin`,
        MOSQUITTO_CONFIG: at('mosquitto.conf'),
        MOSQUITTO_PASSWORDS: at('passwords.d'),
        MOSQUITTO_PASSWORD: at('password'),
        MOSQUITTO_OWNERS: 'no',
      },
    });
    const signIn = async (username: string, password: string) => {
      const options = { username, password, reconnectPeriod: 0 };
      (await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, options, false)).end(true);
      return true;
    };
    try {
      await eventually(() => signIn('collector', 'of-the-collector'), { timeoutMs: 60_000 });
      const file = at('passwords.d/passwords');
      expect(readFileSync(file, 'utf8')).not.toContain('of-the-collector');
      await expect(signIn('acme/db1', 'its-own')).rejects.toThrow();
      writeFileSync(at('more'), 'acme/db1:its-own\n');
      execFileSync('mosquitto_passwd', ['-U', at('more')]);
      writeFileSync(`${file}.new`, readFileSync(file, 'utf8') + readFileSync(at('more'), 'utf8'));
      renameSync(`${file}.new`, file);
      await eventually(() => signIn('acme/db1', 'its-own'), { timeoutMs: 60_000 });
    } finally {
      expect(await broker.end('SIGTERM')).toBe(0);
    }
  }, 150_000);
});

it('its broker has the access list that the tests of Mosquitto run with', () => {
  expect(readFileSync(join(here, 'mosquitto/acl'), 'utf8')).toBe(
    readFileSync(join(root, 'docs/samples/mosquitto/acl'), 'utf8'),
  );
});
