import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock, UserError } from '@watchcase/runtime';
import {
  createBackup,
  listBackups,
  type Manifest,
  newSealKey,
  restoreBackup,
  verifyBackup,
} from '../own-backup/index.ts';
import type { CommandNeeds, Options } from './needs.ts';
import { configured } from './configured.ts';

const DAY_MS = 86_400_000;

/** `backup create`, `verify`, `restore`, `list` and `key`. Errors: COMMAND_UNKNOWN, OPTION_MISSING, and those of own-backup. */
export async function backupCommand(
  [act = '', path, ...more]: readonly string[],
  options: Options,
  needs: CommandNeeds,
): Promise<number> {
  if (act === 'create' && path === undefined) return create(options, needs);
  if (act === 'list' && path === undefined) return list(options, needs);
  if (act === 'key' && path === undefined) return newKey(options, needs);
  if (act === 'verify' && path !== undefined && more.length === 0) return verify(path, options, needs);
  if (act === 'restore' && path !== undefined && more.length === 0) return restore(path, options, needs);
  throw new UserError({
    code: 'COMMAND_UNKNOWN',
    place: ['backup', act, path, ...more].filter((word) => word !== undefined).join(' '),
    message:
      '"backup create", "backup list", "backup key", "backup verify FOLDER" or "backup restore FOLDER" was expected',
    fix: 'see watchcase --help',
  });
}

async function create(options: Options, needs: CommandNeeds): Promise<number> {
  const { store, backup } = configured(options, needs, () => undefined);
  const startedAt = systemClock.monotonic();
  const made = await createBackup({
    data: options.data,
    configFile: options.config,
    postgres: store.kind === 'postgres' ? store.url.reveal() : undefined,
    into: options.to ?? backup?.folder ?? missing('--to', 'the folder of backups is not named'),
    keep: backup?.keep,
    sealTo: backup?.sealTo,
    version: needs.version,
    env: needs.env,
    now: systemClock.now(),
  });
  const seconds = ((systemClock.monotonic() - startedAt) / 1000).toFixed(1);
  needs.print(`made ${made.path}, ${size(made.bytes)}, in ${seconds} s`);
  for (const name of made.removed) needs.print(`removed ${name}`);
  return 0;
}

async function verify(path: string, options: Options, needs: CommandNeeds): Promise<number> {
  const { manifest, bytes, isRead } = await verifyBackup(path, { key: keyIn(options), env: needs.env });
  needs.print(
    `${described(path, manifest)}: all ${manifest.files.length} files are as they were written, ${size(bytes)}`,
  );
  needs.print(
    isRead
      ? 'its databases can be read from end to end'
      : 'it is encrypted: with its private key (--key FILE) its databases are looked through, too',
  );
  return 0;
}

async function restore(path: string, options: Options, needs: CommandNeeds): Promise<number> {
  const { store } = configured(options, needs, () => undefined);
  const startedAt = systemClock.monotonic();
  const manifest = await restoreBackup({
    from: path,
    data: options.data,
    postgres: store.kind === 'postgres' ? store.url.reveal() : undefined,
    key: keyIn(options),
    env: needs.env,
  });
  const seconds = ((systemClock.monotonic() - startedAt) / 1000).toFixed(1);
  needs.print(`${described(path, manifest)}: put back into ${options.data} in ${seconds} s`);
  for (const { path: place, name } of manifest.elsewhere)
    needs.print(`${join(options.data, name)} was ${place}: the config names it there`);
  needs.print(afterwards(manifest, options.data));
  return 0;
}

function afterwards({ madeAt }: Manifest, data: string): string {
  return [
    `what happened after ${madeAt} is not in it: whoever was let in, shut out or given another credential since stands as then`,
    'at its first start sessions end, tokens for hosts that nobody had used are taken back, and what was to be paged before that start is not paged again',
    ...(existsSync(join(data, 'config.yaml')) ? [`the config of then is ${join(data, 'config.yaml')}`] : []),
  ].join('\n');
}

function list(options: Options, needs: CommandNeeds): number {
  const { backup } = configured(options, needs, () => undefined);
  const folder = options.to ?? backup?.folder ?? missing('--to', 'the folder of backups is not named');
  const now = systemClock.now();
  for (const { name, madeAt } of listBackups(folder))
    needs.print(`${join(folder, name)}  ${((now - madeAt) / DAY_MS).toFixed(1)} days old`);
  return 0;
}

/** The private key is for whoever restores; the collector needs the public one only. */
function newKey(options: Options, needs: CommandNeeds): number {
  const file = options.to ?? missing('--to', 'the file of the private key is not named');
  const { privateKey, publicKey } = newSealKey();
  try {
    writeFileSync(file, privateKey, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new UserError({
      code: 'BACKUP_FOLDER_UNUSABLE',
      place: file,
      message: `the key cannot be written there (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
      fix: 'name a file that is not there in a folder where this user may write',
    });
  }
  needs.print(`${file} opens the backups: keep it off this machine, and where it is not lost`);
  needs.print(`for the config: backup: { sealTo: "${publicKey}" }`);
  return 0;
}

function keyIn({ key }: Options): string | undefined {
  if (key === undefined) return undefined;
  try {
    return readFileSync(key, 'utf8');
  } catch (error) {
    throw new UserError({
      code: 'BACKUP_KEY_WRONG',
      place: key,
      message: `the key cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
    });
  }
}

function described(path: string, { machine, madeAt, version }: Manifest): string {
  return `${path} (of ${machine}, ${madeAt}, version ${version})`;
}

function size(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function missing(place: string, message: string): never {
  throw new UserError({ code: 'OPTION_MISSING', place, message, fix: 'see watchcase --help' });
}
