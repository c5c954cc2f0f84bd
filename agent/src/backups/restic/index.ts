import { UserError } from '@watchcase/runtime/light';
import type { z } from 'zod';
import { type BackupStatus, defineBackupTool } from '../../contract.ts';
import type { Host } from '../../host/index.ts';
import { askProgram } from '../ask-program.ts';
import { newestOf } from '../newest.ts';
import { resticFailure } from './failure.ts';
import { locationOf } from './location.ts';
import { parseSnapshots, parseStats, type Snapshot } from './snapshots.ts';
import type { options } from './options.ts';

type Options = z.output<typeof options>;

/** What a snapshot holds never changes: it is measured once. */
const measured = new WeakMap<Options, { id: string; sizeBytes: number }>();

/** Reads a restic repository by restic itself, without lock and without cache: nothing is written anywhere. */
export default defineBackupTool<typeof options>({
  name: 'restic',
  async status(settings, host, now): Promise<BackupStatus[]> {
    const location = locationOf(settings.repository.reveal());
    const output = await restic(settings, host, ['snapshots', ...filterOf(settings)]);
    const snapshots = parseSnapshots(output);
    if (snapshots === undefined) throw new UserError(unknownOutput(location, 'snapshots'));
    const newest = newestOf(snapshots, ({ madeAt }) => madeAt, now);
    if (newest.backup === null) return [{ location, ageSeconds: null, sizeBytes: null, count: 0 }];
    const { backup, ageSeconds, count } = newest;
    return [{ location, ageSeconds, sizeBytes: await sizeOf(backup, settings, host), count }];
  },
});

function filterOf({ host, tags, paths }: Options): string[] {
  const flags = (flag: string, values: readonly string[]) => values.map((value) => `--${flag}=${value}`);
  return [...flags('host', host === undefined ? [] : [host]), ...flags('tag', tags), ...flags('path', paths)];
}

async function sizeOf(snapshot: Snapshot, settings: Options, host: Host): Promise<number | null> {
  if (snapshot.sizeBytes !== null || !settings.measureSize) return snapshot.sizeBytes;
  const known = measured.get(settings);
  if (known?.id === snapshot.id) return known.sizeBytes;
  const sizeBytes = parseStats(await restic(settings, host, ['stats', snapshot.id]));
  if (sizeBytes === undefined)
    throw new UserError(unknownOutput(locationOf(settings.repository.reveal()), 'stats'));
  measured.set(settings, { id: snapshot.id, sizeBytes });
  return sizeBytes;
}

/** Runs one command of restic and gives its standard output. Repository and password go by the environment: arguments are public. */
async function restic(settings: Options, host: Host, args: readonly string[]): Promise<string> {
  const { program, timeout } = settings;
  const repository = settings.repository.reveal();
  const secrets = [settings.password, ...Object.values(settings.env)].flatMap((it) => it?.reveal() ?? []);
  const request = {
    program,
    args: [...args, '--json', '--no-lock', '--no-cache'],
    env: environmentOf(settings),
    timeoutMs: timeout,
  };
  const location = locationOf(repository);
  const answer = await askProgram(host, request, location);
  if (answer.code !== 0) throw new UserError(resticFailure(answer, location, [...secrets, repository]));
  return answer.stdout;
}

function environmentOf({ repository, password, passwordFile, env }: Options): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.reveal()])),
    RESTIC_REPOSITORY: repository.reveal(),
    ...(password === undefined ? {} : { RESTIC_PASSWORD: password.reveal() }),
    ...(passwordFile === undefined ? {} : { RESTIC_PASSWORD_FILE: passwordFile }),
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
