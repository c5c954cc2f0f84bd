import { createHash } from 'node:crypto';
import { Secret, UserError } from '@watchcase/runtime/light';
import type { z } from 'zod';
import { defineBackupTool } from '../../contract.ts';
import type { CommandRequest, Host } from '../../host/index.ts';
import { askTool, revealed, unknownOutput } from '../ask-tool.ts';
import { locationOf } from '../location.ts';
import { madeAt, type Snapshot, statusOf } from '../snapshot.ts';
import { known } from './failure.ts';
import type { options } from './options.ts';
import { archiveReader, parseArchive } from './parse-archives.ts';

type Options = z.output<typeof options>;

const KNOWN = 'borg 1.2 and later';
/** Empty archives are passed over; one look goes through so many at most. */
const MOST_MEASURED = 5;

/** What an archive holds never changes: it is measured once. */
const measured = new WeakMap<Options, Map<string, Snapshot>>();

/** Reads a borg repository by borg itself, without its lock and with a cache of the agent's own. */
export default defineBackupTool<typeof options>({
  name: 'borg',
  async status(settings, host, now) {
    const location = locationOf(settings.repository.reveal());
    const ask = borg(settings, host);
    const reader = archiveReader();
    await ask(['list', '--json', '--glob-archives', settings.archives, '::'], reader.take);
    const archives = reader.end();
    if (archives === undefined) throw unknownOutput(location, 'borg list --json', KNOWN);
    const known = settings.measure ? await measureNewest(settings, archives, ask) : archives;
    return [statusOf(location, known, { now })];
  },
});

/** The same archives, the newest that holds files measured, and those that hold none, newer than it, marked so. */
async function measureNewest(
  settings: Options,
  archives: readonly Snapshot[],
  ask: Ask,
): Promise<Snapshot[]> {
  const before = measured.get(settings) ?? new Map<string, Snapshot>();
  const found = new Map<string, Snapshot>();
  for (const { id } of archives.toSorted((a, b) => madeAt(b) - madeAt(a)).slice(0, MOST_MEASURED)) {
    const one = before.get(id) ?? parseArchive(await ask(['info', '--json', `::${id}`]));
    if (one === undefined)
      throw unknownOutput(locationOf(settings.repository.reveal()), 'borg info --json', KNOWN);
    found.set(id, one);
    if (one.complete === 'yes') break;
  }
  measured.set(settings, found);
  return archives.map((one) => found.get(one.id) ?? one);
}

/** Gives what a command has printed, or its beginning where `take` takes that. */
type Ask = (args: readonly string[], take?: CommandRequest['take']) => Promise<string>;

/** Runs one command of borg. Repository and passphrase go by the environment: arguments are public. */
function borg(settings: Options, host: Host): Ask {
  const { program, timeout, repository, env, baseFolder } = settings;
  const place = locationOf(repository.reveal());
  const passphrase = passphraseOf(settings, host, place);
  const environment = {
    ...revealed(env),
    BORG_REPO: repository.reveal(),
    ...(passphrase === undefined ? {} : { BORG_PASSPHRASE: passphrase.reveal() }),
    BORG_BASE_DIR: baseFolder ?? `${host.cacheFolder()}/borg/${nameOf(repository.reveal())}`,
    // Its questions would wait for ever; what is answered stays in the agent's own folder.
    BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes',
    BORG_RELOCATED_REPO_ACCESS_IS_OK: 'yes',
    // It prints local times without a zone.
    TZ: 'UTC',
  };
  const asked = {
    place,
    known,
    secrets: [passphrase, ...Object.values(env), new Secret(repository.reveal())],
    // 1 = with warnings.
    isAnswer: ({ code }: { code: number }) => code <= 1,
  };
  return async (args, take) => {
    const [command = '', ...more] = args;
    const request = {
      program,
      args: ['--bypass-lock', command, ...more],
      env: environment,
      timeoutMs: timeout,
      ...(take === undefined ? {} : { take }),
    };
    return (await askTool(host, request, asked)).stdout;
  };
}

function passphraseOf(
  { passphrase, passphraseFile }: Options,
  host: Host,
  place: string,
): Secret | undefined {
  if (passphraseFile === undefined) return passphrase;
  try {
    return new Secret(host.read(passphraseFile).replace(/\r?\n$/, ''));
  } catch (error) {
    throw new UserError({
      code: 'BACKUP_PASSWORD_MISSING',
      place,
      message: `the passphrase cannot be read: ${(error as Error).message}`,
      fix: 'check that "passphraseFile" is there and that the agent may read it',
    });
  }
}

function nameOf(repository: string): string {
  return createHash('sha256').update(repository).digest('hex').slice(0, 16);
}
