import { pbkdf2 as pbkdf2Callback, randomBytes } from 'node:crypto';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const pbkdf2 = promisify(pbkdf2Callback);
/** What mosquitto_passwd 2.0 itself uses; host passwords are 256 random bits, so stretching adds nothing. */
const ITERATIONS = 101;
const KEY_BYTES = 64;
const SALT_BYTES = 12;

/** One line of a Mosquitto 2.x password file: `user:$7$iterations$salt$hash`, PBKDF2 with SHA-512. */
export async function mosquittoPasswordLine(username: string, password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await pbkdf2(password, salt, ITERATIONS, KEY_BYTES, 'sha512');
  return `${username}:$7$${ITERATIONS}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/** Adds or replaces one user in a Mosquitto password file; see `rewrite`. */
export async function addMosquittoPassword(file: string, username: string, password: string): Promise<void> {
  await rewrite(file, username, await mosquittoPasswordLine(username, password));
}

/** Removes one user from a Mosquitto password file; see `rewrite`. */
export function removeMosquittoPassword(file: string, username: string): Promise<void> {
  return rewrite(file, username);
}

/**
 * Replaces the lines of one user by `line`, or by nothing; the file is replaced whole, so that Mosquitto never reads half of it. The new file keeps the old one's owner and mode. Calls for
 * one file must not overlap. Mosquitto reads it again at SIGHUP.
 */
async function rewrite(file: string, username: string, line?: string): Promise<void> {
  const others = (await readFile(file, 'utf8').catch(() => ''))
    .split('\n')
    .filter((other) => other !== '' && !other.startsWith(`${username}:`));
  const next = `${file}.new`;
  const owner = await stat(file).catch(() => undefined);
  const mode = (owner?.mode ?? 0o640) & 0o777;
  const handle = await open(next, 'w', mode);
  if (owner !== undefined) await handle.chown(owner.uid, owner.gid);
  // The umask has taken from the mode what the broker, another user, needs to read it.
  await handle.chmod(mode);
  const lines = line === undefined ? others : [...others, line];
  await handle.writeFile(lines.map((one) => `${one}\n`).join(''));
  await handle.sync();
  await handle.close();
  await rename(next, file);
}
