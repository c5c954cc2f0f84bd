import { execFile, spawn } from 'node:child_process';
import { createReadStream, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { type AgentPackage, readIndex } from '@watchcase/protocol/light';
import { UserError } from '@watchcase/runtime/light';
import { decideUpgrade } from './decide-upgrade.ts';
import { type Fetching, fetchFile, fetchText } from './fetch-file.ts';
import type { Place } from './place.ts';

/** A version that was asked for, and what is known of it beforehand. */
export interface Wanted {
  version: string;
  /** The version that runs. */
  own: string;
  place: Place;
  /** Where the collector serves packages. */
  url: string;
  /** Pins the key that signs them. */
  packageKey: string;
  authority: string | undefined;
}

const INDEX_BYTES = 1_048_576;
const PACKAGE_BYTES = 500 * 1_048_576;
const START_MS = 60_000;
const run = promisify(execFile);

/**
 * Puts a version beside the one that runs, where it was found to be the collector's own and to start here; gives its folder, undefined when it runs already. Rejects with a
 * UserError: UPGRADE_NOT_FETCHED, UPGRADE_INDEX_REFUSED, UPGRADE_PACKAGE_CHANGED, UPGRADE_NOT_UNPACKED, UPGRADE_DOES_NOT_START and those of decideUpgrade.
 */
export async function prepareVersion(wanted: Wanted): Promise<string | undefined> {
  const { version, own, place, url, packageKey, authority } = wanted;
  const base = url.endsWith('/') ? url : `${url}/`;
  const how = { authority, mostBytes: INDEX_BYTES };
  const text = await fetched(url, () => fetchText(new URL('packages/index.json', base), how));
  const index = readIndex(text, packageKey);
  if ('fault' in index) throw refusal('UPGRADE_INDEX_REFUSED', url, INDEX_FAULTS[index.fault]);
  const decision = decideUpgrade(version, { version: own, platform: place.platform }, index.packages);
  if (decision.do === 'nothing') return undefined;
  if (decision.do === 'refuse') throw refusal(decision.code, version, decision.reason);
  const folder = join(place.home, 'versions', version);
  const fresh = `${folder}.new`;
  try {
    writable(place, () => {
      rmSync(fresh, { recursive: true, force: true });
      mkdirSync(fresh, { recursive: true });
    });
    const from = new URL(`packages/${decision.package.file}`, base);
    await fetchPackage(from, decision.package, { to: join(fresh, 'package'), authority });
    await unpack(join(fresh, 'package'), fresh);
    const root = join(fresh, 'watchcase-agent');
    await checkStart(root, version);
    writable(place, () => {
      writeFileSync(join(root, 'PLATFORM'), `${place.platform}\n`, { mode: 0o644 });
      rmSync(folder, { recursive: true, force: true });
      renameSync(root, folder);
    });
    return folder;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

const INDEX_FAULTS = {
  'no index': 'what answers there is not the index of a collector’s packages',
  'another key': 'the packages are signed by another key than the one this host’s token has named',
  'bad signature': 'the signature of the packages is wrong: somebody has changed them',
} as const;

async function fetchPackage(
  url: URL,
  { bytes, sha256 }: AgentPackage,
  { to, authority }: { to: string } & Pick<Fetching, 'authority'>,
): Promise<void> {
  const mostBytes = Math.min(PACKAGE_BYTES, bytes + 1);
  const got = await fetched(url.href, () => fetchFile(url, to, { authority, mostBytes }));
  if (got.sha256 !== sha256 || got.bytes !== bytes)
    throw refusal(
      'UPGRADE_PACKAGE_CHANGED',
      url.href,
      'the package is not the one that the signed index names: it was changed on its way or on the collector',
    );
}

/** A program's files are for everybody on the machine to read. */
async function unpack(file: string, into: string): Promise<void> {
  const tar = spawn('/bin/sh', ['-c', 'umask 022 && exec tar -xf - -C "$1"', 'sh', into], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let said = '';
  tar.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8').slice(0, 400)));
  const ended = new Promise<number | null>((resolve) => {
    tar.once('error', () => resolve(127));
    tar.once('close', resolve);
  });
  const fault = await pipeline(createReadStream(file), createGunzip(), tar.stdin).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error,
  );
  const code = await ended;
  if (code === 0 && (fault === undefined || HEARD_ENOUGH.has(fault.code ?? ''))) return;
  throw refusal('UPGRADE_NOT_UNPACKED', file, `tar ended with ${code}: ${said.trim() || String(fault)}`);
}

/** tar is done with the archive's end, and reads no filling behind it. */
const HEARD_ENOUGH = new Set(['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']);

async function checkStart(root: string, version: string): Promise<void> {
  const said = (file: string) => readFileSync(join(root, file), 'utf8').trim();
  try {
    const { stdout } = await run(join(root, 'bin/watchcase-agent'), ['--version'], { timeout: START_MS });
    if (stdout.trim() === version && said('VERSION') === version) return;
    throw new Error(`it says that it is ${stdout.trim()}`);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const why = stderr === undefined || stderr.trim() === '' ? message : stderr.trim();
    throw refusal('UPGRADE_DOES_NOT_START', version, why.slice(0, 300));
  }
}

async function fetched<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    throw refusal('UPGRADE_NOT_FETCHED', place, message || (code ?? 'unknown'));
  }
}

function writable({ home }: Place, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw refusal(
      'UPGRADE_NOT_UNPACKED',
      home,
      `the agent may not write there (${(error as NodeJS.ErrnoException).code})`,
    );
  }
}

function refusal(code: string, place: string, message: string): UserError {
  return new UserError({ code, place, message });
}
