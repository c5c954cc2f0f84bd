import { type Fault, UserError } from '@watchcase/runtime/light';
import type { z } from 'zod';
import { type BackupStatus, defineBackupTool } from '../../contract.ts';
import type { CommandRequest, Host } from '../../host/index.ts';
import { askProgram } from '../ask-program.ts';
import { revealed } from '../ask-tool.ts';
import { statusOf } from '../snapshot.ts';
import { unknownStatus } from '../unknown-status.ts';
import { hasLost, isRetrying, type ResticEnd, resticFailure } from './failure.ts';
import { localFolderOf, locationOf } from '../location.ts';
import { type Selection, selectSnapshots } from './select-snapshots.ts';
import { hasPacks, parseStats, type Snapshot, snapshotReader } from './snapshots.ts';
import type { options } from './options.ts';

type Options = z.output<typeof options>;

/** What a snapshot holds never changes: it is measured once. */
const measured = new WeakMap<Options, { id: string; sizeBytes: number }>();

/** What a restic program said and how it ended. */
type Answer = Awaited<ReturnType<typeof askProgram>>;

/** Reads a restic repository by restic itself, without lock and without cache: nothing is written anywhere. */
export default defineBackupTool<typeof options>({
  name: 'restic',
  async status(settings, host, now): Promise<BackupStatus[]> {
    const location = locationOf(settings.repository.reveal());
    const snapshots = await snapshotsOf(settings, host);
    const selections = selectSnapshots(snapshots, settings);
    const measure = (snapshot: Snapshot) => sizeOf(snapshot, settings, host);
    const statuses: BackupStatus[] = [];
    for (const { path, ...selection } of selections) {
      const where = selections.length === 1 ? location : `${location} (${path})`;
      statuses.push(await selectionStatus(where, selection, { now, measure }));
    }
    return statuses;
  },
});

async function selectionStatus(
  location: string,
  { snapshots, remark }: Pick<Selection, 'snapshots' | 'remark'>,
  { now, measure }: { now: number; measure(snapshot: Snapshot): Promise<number | null> },
): Promise<BackupStatus> {
  try {
    const status = statusOf(location, snapshots, { now, remark });
    const newest = snapshots.find(({ id }) => id === status.newest);
    if (newest === undefined || newest.bytes !== null) return status;
    const measured = { ...newest, bytes: await measure(newest) };
    const others = snapshots.filter((one) => one !== newest);
    return statusOf(location, [measured, ...others], { now, remark });
  } catch (error) {
    return unknownStatus(location, error);
  }
}

/** All there are. An empty or shorter list with exit code 0 is no answer while restic says elsewhere that it could not read all of them. */
async function snapshotsOf(settings: Options, host: Host): Promise<Snapshot[]> {
  const repository = settings.repository.reveal();
  const location = locationOf(repository);
  const reader = snapshotReader();
  const answer = await restic(settings, host, ['snapshots'], reader.take);
  if (hasLost(answer.stderr)) throw new UserError(faultOf(answer, settings));
  const snapshots = reader.end();
  if (snapshots === undefined) throw new UserError(unknownOutput(location, 'snapshots'));
  const folder = localFolderOf(repository);
  // Of a folder that is not there restic says nothing at all.
  if (snapshots.length === 0 && folder !== undefined && 'fault' in (await host.space(`${folder}/snapshots`)))
    throw new UserError(halfRepository(location));
  if (snapshots.length === 0 && (await holdsData(settings, host)))
    throw new UserError(withoutSnapshots(location));
  return snapshots;
}

/**
 * By what it lists: behind sftp, or in an object store, a folder that is not there looks as an empty one does. A repository in which nothing was ever backed up has no index; where all was removed by
 * "forget" and "prune" one is left that names nothing.
 */
async function holdsData(settings: Options, host: Host): Promise<boolean> {
  const { stdout } = await restic(settings, host, ['list', 'index']);
  const [first, ...others] = stdout.match(/[0-9a-f]{64}/g) ?? [];
  if (first === undefined || others.length > 0) return first !== undefined;
  return hasPacks((await restic(settings, host, ['cat', 'index', first])).stdout);
}

async function sizeOf(snapshot: Snapshot, settings: Options, host: Host): Promise<number | null> {
  if (!settings.measureSize) return null;
  const known = measured.get(settings);
  if (known?.id === snapshot.id) return known.sizeBytes;
  const sizeBytes = parseStats((await restic(settings, host, ['stats', snapshot.id])).stdout);
  if (sizeBytes === undefined)
    throw new UserError(unknownOutput(locationOf(settings.repository.reveal()), 'stats'));
  measured.set(settings, { id: snapshot.id, sizeBytes });
  return sizeBytes;
}

/** Runs one command of restic. Repository and password go by the environment: arguments are public. */
async function restic(
  settings: Options,
  host: Host,
  args: readonly string[],
  take?: CommandRequest['take'],
): Promise<Answer> {
  const { program, timeout } = settings;
  const request = {
    program,
    args: [...args, '--json', '--no-lock', '--no-cache'],
    env: environmentOf(settings),
    timeoutMs: timeout,
    ...(take === undefined ? {} : { take }),
  };
  const reasonOf = (stderr: string) =>
    isRetrying(stderr) ? faultOf({ code: null, stderr }, settings) : undefined;
  const answer = await askProgram(host, request, locationOf(settings.repository.reveal()), reasonOf);
  if (answer.code !== 0) throw new UserError(faultOf(answer, settings));
  return answer;
}

function faultOf(end: ResticEnd, { repository, password, env }: Options): Fault {
  const secrets = [password, ...Object.values(env)].flatMap((it) => it?.reveal() ?? []);
  return resticFailure(end, { repository: repository.reveal(), secrets });
}

function environmentOf({ repository, password, passwordFile, env }: Options): Record<string, string> {
  return {
    ...revealed(env),
    RESTIC_REPOSITORY: repository.reveal(),
    ...(password === undefined ? {} : { RESTIC_PASSWORD: password.reveal() }),
    ...(passwordFile === undefined ? {} : { RESTIC_PASSWORD_FILE: passwordFile }),
  };
}

function halfRepository(place: string) {
  return {
    code: 'BACKUP_REPOSITORY_DAMAGED',
    place,
    message:
      'the folder "snapshots" of the repository is not there, or does not answer: whether there are backups is not known',
    fix: 'a copy of a repository must be whole: copy it again, or run "restic check"',
  };
}

function withoutSnapshots(place: string) {
  return {
    code: 'BACKUP_REPOSITORY_DAMAGED',
    place,
    message:
      'the repository lists no snapshots though it holds data of backups: its snapshots were not copied, or every one was removed by "restic forget"',
    fix: 'a copy of a repository must be whole: copy it again, or run "restic check"; after "restic forget" run "restic prune"',
  };
}

function unknownOutput(place: string, command: string) {
  return {
    code: 'BACKUP_OUTPUT_UNKNOWN',
    place,
    message: `what "restic ${command}" printed is not the JSON it should be`,
    fix: 'run it by hand with --json; this agent knows restic 0.14 and later',
  };
}
