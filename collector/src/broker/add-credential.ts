import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Clock, UserError } from '@watchcase/runtime';
import { openBrokerLink } from './broker-link.ts';
import type { BrokerAddress } from './config.ts';
import { addMosquittoPassword, removeMosquittoPassword } from './mosquitto-passwords.ts';

/** A host's own credential. */
export interface Credential {
  username: string;
  password: string;
}

const POLL_MS = 100;
const TRIES = 50;

/**
 * Makes a credential known to Mosquitto and waits until it is honoured: Mosquitto reads its file some time after the signal, and a host that came too early would be turned
 * away. Errors: BROKER_CANNOT_ADD_CREDENTIAL (UserError). Calls must not overlap.
 */
export async function addCredential(
  config: BrokerAddress,
  credential: Credential,
  clock: Clock,
): Promise<void> {
  if (config.passwordFile === undefined) {
    throw cannot(
      'broker.passwordFile',
      'it is not set, so the collector cannot add the credentials of hosts',
    );
  }
  await writeDown(config.passwordFile, credential);
  if (config.pidFile !== undefined) signal(config.pidFile);
  for (let tries = 1; tries <= TRIES; tries++) {
    if (await isHonoured(config, credential, clock)) return;
    await new Promise<void>((resolve) => {
      clock.after(POLL_MS, resolve);
    });
  }
  throw cannot('broker.pidFile', 'the broker does not take the new credential');
}

/**
 * Takes a credential from Mosquitto, which ends the connections that signed in with it when it reads its file again. False where there is no such file, or nobody to tell. Errors:
 * BROKER_CANNOT_REMOVE_CREDENTIAL (UserError). Calls must not overlap with each other or with addCredential.
 */
export async function removeCredential(config: BrokerAddress, username: string): Promise<boolean> {
  if (config.passwordFile === undefined) return false;
  try {
    await removeMosquittoPassword(config.passwordFile, username);
    if (config.pidFile !== undefined) signal(config.pidFile);
  } catch (error) {
    throw new UserError({
      code: 'BROKER_CANNOT_REMOVE_CREDENTIAL',
      place: 'broker.passwordFile',
      message: `the credential of ${username} could not be taken from the broker (${codeOf(error)})`,
      fix: 'remove its line from the password file and have the broker read it again',
    });
  }
  return config.pidFile !== undefined;
}

async function writeDown(file: string, { username, password }: Credential): Promise<void> {
  try {
    await addMosquittoPassword(file, username, password);
  } catch (error) {
    throw cannot('broker.passwordFile', `${file} cannot be written (${codeOf(error)})`);
  }
}

function signal(pidFile: string): void {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8').trim());
    if (!Number.isSafeInteger(pid) || pid <= 1) throw new Error('no process id');
    process.kill(pid, 'SIGHUP');
  } catch (error) {
    throw cannot('broker.pidFile', `the process in ${pidFile} cannot be signalled (${codeOf(error)})`);
  }
}

/** Connects as the host would. Any answer but a refusal of the credential is an error: the broker is away or another. */
function isHonoured({ url }: BrokerAddress, credential: Credential, clock: Clock): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const link = openBrokerLink({
      url,
      clientId: `watchcase-check-${randomBytes(16).toString('hex')}`,
      ...credential,
      clock,
      onOpen() {
        resolve(true);
        link.end();
      },
      onMessage: () => true,
      onFault: () => undefined,
      onClosed(reason, refusal) {
        if (refusal !== undefined && REFUSED.has(refusal)) resolve(false);
        else reject(cannot('broker.url', `the broker does not answer (${reason})`));
      },
    });
  });
}

/** CONNACK of MQTT 3.1.1: bad user name or password, not authorised. */
const REFUSED: ReadonlySet<number> = new Set([4, 5]);

function codeOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message: string };
  return typeof code === 'string' ? code : message;
}

function cannot(place: string, message: string): UserError {
  return new UserError({
    code: 'BROKER_CANNOT_ADD_CREDENTIAL',
    place,
    message,
    fix: 'see docs/deploy-mosquitto.md: broker.passwordFile and broker.pidFile are those of Mosquitto, and the collector may write the one and signal the other',
  });
}
