import { durationSchema, secretSchema, UserError } from '@watchcase/runtime';
import { z } from 'zod';
import { type BackupStatus, defineBackupTool } from '../../contract.ts';
import type { Host } from '../../host/index.ts';
import { askProgram } from '../ask-program.ts';
import { newestOf } from '../newest.ts';
import { resticFailure } from './failure.ts';
import { locationOf } from './location.ts';
import { parseSnapshots, parseStats, type Snapshot } from './snapshots.ts';

const options = z
  .strictObject({
    repository: secretSchema
      .meta({ examples: ['/srv/backup/erp'] })
      .describe(
        'Repository as restic knows it: a path, sftp:, rest:, s3: …; what is before an "@" in it is never shown',
      ),
    password: secretSchema.optional().describe('Password of the repository'),
    passwordFile: z
      .string()
      .min(1)
      .optional()
      .meta({ examples: ['/etc/watchcase/erp.password'] })
      .describe('File with the password of the repository, read by restic each time'),
    env: z
      .record(z.string(), secretSchema)
      .prefault({})
      .describe('Further environment of restic: AWS_ACCESS_KEY_ID, HOME for SSH keys …'),
    host: z.string().min(1).optional().describe('Only snapshots of this host'),
    tags: z
      .array(z.string().min(1))
      .default([])
      .describe('Only snapshots with one of these tags; "a,b" asks for both'),
    paths: z.array(z.string().min(1)).default([]).describe('Only snapshots of these paths'),
    measureSize: z
      .boolean()
      .default(false)
      .describe(
        'Before restic 0.17: measure each new snapshot by "restic stats", which reads all its folders',
      ),
    timeout: durationSchema().prefault('2m').describe('Longest time one call of restic may take'),
    program: z.string().min(1).default('restic').describe('restic, or the full path of it'),
  })
  .superRefine((it, context) => {
    const { RESTIC_PASSWORD, RESTIC_PASSWORD_FILE, RESTIC_PASSWORD_COMMAND } = it.env;
    const ways = [
      it.password,
      it.passwordFile,
      RESTIC_PASSWORD,
      RESTIC_PASSWORD_FILE,
      RESTIC_PASSWORD_COMMAND,
    ];
    const given = ways.filter((way) => way !== undefined).length;
    if (given === 1) return;
    const message =
      given === 0
        ? 'a password is missing: give "password" or "passwordFile"'
        : 'more than one password is given';
    context.addIssue({ code: 'custom', path: ['password'], message });
  });
type Options = z.output<typeof options>;

/** What a snapshot holds never changes: it is measured once. */
const measured = new WeakMap<Options, { id: string; sizeBytes: number }>();

/** Reads a restic repository by restic itself, without lock and without cache: nothing is written anywhere. */
export default defineBackupTool({
  name: 'restic',
  options,
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
