import { createHash } from 'node:crypto';
import { Secret, UserError } from '@watchcase/runtime/light';
import type { z } from 'zod';
import { defineBackupTool } from '../../contract.ts';
import type { CommandRequest, Host } from '../../host/index.ts';
import { askTool, revealed, unknownOutput } from '../ask-tool.ts';
import { locationOf } from '../location.ts';
import { lookAtNewest } from '../look-at-newest.ts';
import { LEEWAY_MS } from '../newest.ts';
import { type Snapshot, statusOf } from '../snapshot.ts';
import { known } from './failure.ts';
import type { options } from './options.ts';
import { archiveReader, parseArchive } from './parse-archives.ts';

type Options = z.output<typeof options>;

const KNOWN = 'borg 1.2 and later';

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
    const known = settings.measure ? await measureNewest(settings, archives, { now, ask }) : archives;
    return [statusOf(location, known, { now })];
  },
});

/** The same archives, the newest ones measured: what holds no file is no backup. */
function measureNewest(
  settings: Options,
  archives: readonly Snapshot[],
  { now, ask }: { now: number; ask: Ask },
): Promise<Snapshot[]> {
  const before = measured.get(settings) ?? new Map<string, Snapshot>();
  const after = new Map<string, Snapshot>();
  measured.set(settings, after);
  const look = async ({ id }: Snapshot) => {
    const one = parseArchive(await ask(['info', '--json', `::${id}`]));
    if (one === undefined)
      throw unknownOutput(locationOf(settings.repository.reveal()), 'borg info --json', KNOWN);
    return one;
  };
  // Two runs may begin in the same second that is all its list tells, and a clock may have been ahead by this: what was just made is measured all the same.
  return lookAtNewest(archives, { now, leewayMs: LEEWAY_MS, before, after, look });
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
