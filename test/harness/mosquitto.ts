import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../house/tree.ts';
import { programPath, temporaryFolder } from '@watchcase/testkit';
import mqtt from 'mqtt';
import { freePort } from './free-port.ts';
import { startProgram } from './program.ts';

/** A Mosquitto broker of the test's own, with the configuration and access rules of docs/samples/mosquitto. */
export interface Mosquitto {
  url: string;
  port: number;
  /** The collector's user and password. */
  username: string;
  password: string;
  passwordFile: string;
  pidFile: string;
  /** Its process id. */
  pid(): number;
  output(): string;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** Starts it again after kill(), on the same port and files. */
  restart(): Promise<void>;
}

const samples = join(repositoryRoot, 'docs/samples/mosquitto');

/** Starts Mosquitto on a free loopback port; `verbose: false` keeps it from logging every packet, `more` are further lines of its configuration. */
export async function startMosquitto({ verbose = true, more = '' } = {}): Promise<Mosquitto> {
  const folder = temporaryFolder();
  const port = await freePort();
  const username = 'collector';
  const password = 'collector-password';
  const passwordFile = join(folder.path, 'passwords');
  const pidFile = join(folder.path, 'mosquitto.pid');
  const configFile = join(folder.path, 'mosquitto.conf');
  chmodSync(folder.path, 0o755);
  writeFileSync(passwordFile, '', { mode: 0o600 });
  for (const [user, word] of [
    [username, password],
    ['enrol', 'enrol'],
  ] as const)
    execFileSync('mosquitto_passwd', ['-b', passwordFile, user, word]);
  writeFileSync(configFile, `${configuration({ folder: folder.path, port })}${more}`);

  const start = () =>
    startProgram({
      name: 'mosquitto',
      command: programPath('mosquitto'),
      args: [...(verbose ? ['-v'] : []), '-c', configFile],
      ready: () => connects(port, { username, password }),
    });
  let program = await start();
  return {
    url: `mqtt://127.0.0.1:${port}`,
    port,
    username,
    password,
    passwordFile,
    pidFile,
    pid: () => program.pid,
    output: () => program.output(),
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

/** The sample as it stands, but for address, places of files, and the user when root runs the test. */
function configuration(of: { folder: string; port: number }): string {
  const sample = readFileSync(join(samples, 'mosquitto.conf'), 'utf8');
  const moved = sample
    .replace(/^listener .*$/m, `listener ${of.port} 127.0.0.1`)
    .replace(/^acl_file .*$/m, `acl_file ${join(samples, 'acl')}`)
    .replace(/^password_file .*$/m, `password_file ${join(of.folder, 'passwords')}`)
    .replace(/^pid_file .*$/m, `pid_file ${join(of.folder, 'mosquitto.pid')}`)
    .replace(/^persistence_location .*$/m, `persistence_location ${of.folder}/`);
  return `${moved}\n${process.getuid?.() === 0 ? 'user root\n' : ''}`;
}

async function connects(port: number, as: { username: string; password: string }): Promise<true> {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { ...as, reconnectPeriod: 0 }, false);
  await client.endAsync(true);
  return true;
}
