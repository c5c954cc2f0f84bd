import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programPath, temporaryFolder } from '@watchcase/testkit';
import mqtt from 'mqtt';
import { repositoryRoot } from '../house/tree.ts';
import { freePort } from './free-port.ts';
import { startProgram } from './program.ts';

/** A NATS server of the test's own, with the configuration of docs/samples/nats. */
export interface Nats {
  url: string;
  /** The collector's user and password. */
  username: string;
  password: string;
  /** The password of the sample's only host, `acme/db1`. */
  hostPassword: string;
  stop(): Promise<void>;
}

/** Starts nats-server on free loopback ports. */
export async function startNats(): Promise<Nats> {
  const folder = temporaryFolder();
  const [port, natsPort] = [await freePort(), await freePort()];
  const username = 'collector';
  const password = 'collector-password';
  const hostPassword = 'db1-password';
  const file = join(folder.path, 'nats.conf');
  const sample = readFileSync(join(repositoryRoot, 'docs/samples/nats/nats.conf'), 'utf8');
  writeFileSync(
    file,
    sample
      .replace('"127.0.0.1:4222"', `"127.0.0.1:${natsPort}"`)
      .replace('"0.0.0.0:1883"', `"127.0.0.1:${port}"`)
      .replace('"/var/lib/nats"', `"${folder.path}"`)
      .replace('$COLLECTOR_PASSWORD', password)
      .replace('$DB1_PASSWORD', hostPassword),
  );
  const url = `mqtt://127.0.0.1:${port}`;
  const program = await startProgram({
    name: 'nats-server',
    command: programPath('nats-server'),
    args: ['-c', file],
    async ready() {
      const as = { username, password, reconnectPeriod: 0, clean: true };
      await (await mqtt.connectAsync(url, as, false)).endAsync();
      return true;
    },
  });
  return {
    url,
    username,
    password,
    hostPassword,
    async stop() {
      await program.end('SIGTERM');
      folder[Symbol.dispose]();
    },
  };
}
