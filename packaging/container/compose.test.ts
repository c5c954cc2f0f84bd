import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
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

interface Compose {
  services: Record<
    string,
    { volumes?: string[]; secrets?: string[]; build?: { context: string; dockerfile: string } }
  >;
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

it('its config is one, and names services and secrets that there are', () => {
  const text = readFileSync(join(here, 'watchcase.yaml'), 'utf8');
  const secrets = [...text.matchAll(/file:\/run\/secrets\/(?<name>\w+)/g)].map(
    ({ groups }) => groups?.['name'] ?? '',
  );
  expect(secrets.toSorted()).toEqual(compose.services['collector']?.secrets?.toSorted());
  const env = { SECRET: 'postgres://postgres/of-the-reader' };
  const config = parseConfig(configSchema, {
    name: 'watchcase.yaml',
    text: text.replaceAll(/file:\/run\/\S+/g, 'env:SECRET'),
    env,
  });
  const hosts = [
    config.broker.kind === 'external' ? config.broker.url : '',
    config.history.remote?.url ?? '',
  ];
  for (const url of hosts) expect(Object.keys(compose.services)).toContain(new URL(url).hostname);
});

it('the Containerfile copies and runs what there is', () => {
  const text = readFileSync(join(here, 'Containerfile'), 'utf8');
  for (const path of ['scripts/setup', 'scripts/node', 'collector/src/main.ts']) {
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
