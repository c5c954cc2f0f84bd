import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createLog, isUserError, measureFile } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { describe, expect, it } from 'vitest';
import { decideNextBackup } from './decide-next.ts';
import { createBackup, newSealKey, restoreBackup, startOwnBackups, verifyBackup } from './index.ts';
import { withoutPassword } from './postgres-programs.ts';

const NOON = Date.parse('2026-11-28T12:00:00Z');
const HOUR = 3_600_000;

describe('the next backup', () => {
  const next = (newestAt: number | null, startedAt: number | null, now = NOON) => {
    const { at, because } = decideNextBackup({ newestAt, startedAt }, '02:30', now);
    return `${new Date(at).toISOString().slice(5, 16)} ${because}`;
  };
  it.each([
    ['of the day was made', NOON - 9 * HOUR, NOON - 90 * HOUR, '11-29T02:30 its time of day'],
    ['was made a moment ago, by hand', NOON, NOON - 90 * HOUR, '11-29T02:30 its time of day'],
    ['was missed while the collector was down', NOON - 33 * HOUR, NOON, '11-28T12:05 one was missed'],
    ['is the first', null, NOON, '11-28T12:05 one was missed'],
    [
      'failed and is not tried all the time',
      NOON - 33 * HOUR,
      NOON - 90 * HOUR,
      '11-29T02:30 its time of day',
    ],
  ])('%s', (_, newestAt, startedAt, expected) => {
    expect(next(newestAt, startedAt)).toBe(expected);
  });

  it('is not made up for where its time of day comes first', () => {
    const soon = Date.parse('2026-11-28T02:28:00Z');
    expect(next(null, soon, soon)).toBe('11-28T02:30 its time of day');
  });
});

describe('backups that are made each day', () => {
  it('tell that one failed, and try again the next day', async () => {
    using folder = temporaryFolder();
    const clock = new ManualClock(NOON);
    const codes = [1, 0];
    let made = 0;
    const make = () => Promise.resolve(codes[made++] ?? 0);
    const log = createLog('test', 'silent');
    const backups = startOwnBackups({ folder: folder.path, at: '12:01', make, clock, log });
    const seen: unknown[] = [backups.state().isFailed];
    for (const ms of [60_000, 23 * HOUR, HOUR]) {
      await clock.advance(ms);
      seen.push([made, backups.state().isFailed]);
    }
    await backups.stop();
    expect(seen).toEqual([false, [1, true], [1, true], [2, false]]);
  });
});

/** Without its key, hosts that have joined refuse packages from then on. */
const KEPT = ['admin-token', 'package-key', 'packages/list.json', 'tls/ca.key'];

/** A data folder as a collector has it, with a writer at work. */
function house() {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const data = at('data');
  mkdirSync(join(data, 'tls'), { recursive: true });
  mkdirSync(join(data, 'agent'));
  mkdirSync(join(data, 'packages'));
  const databases = ['watchcase.db', 'history.db'].map((name) => {
    const database = new DatabaseSync(join(data, name));
    database.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)');
    return database;
  });
  for (const name of [...KEPT, 'address', 'agent/credential.json', 'link-secret.new'])
    writeFileSync(join(data, name), `what is in ${name}`);
  return {
    at,
    data,
    folder: folder.path,
    databases,
    create: (more: { sealTo?: string; now?: number; keep?: number; configFile?: string } = {}) =>
      createBackup({
        data,
        configFile: more.configFile,
        postgres: undefined,
        into: at('backups'),
        keep: more.keep,
        sealTo: more.sealTo,
        version: '1.2.3',
        env: {},
        now: more.now ?? NOON,
      }),
    [Symbol.dispose]() {
      for (const database of databases) database.close();
      folder[Symbol.dispose]();
    },
  };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => (isUserError(error) ? error.code : String(error)),
  );
}

describe('a backup', () => {
  it('is taken between two writes, has all but what belongs to this machine, and comes back', async () => {
    using its = house();
    const [store] = its.databases;
    store?.exec('BEGIN; INSERT INTO t VALUES (2)');
    const { path } = await its.create();
    store?.exec('COMMIT');
    expect(readdirSync(path, { recursive: true }).map(String).toSorted()).toEqual([
      'admin-token',
      'backup.json',
      'history.db',
      'package-key',
      'packages',
      'packages/list.json',
      'tls',
      'tls/ca.key',
      'watchcase.db',
    ]);
    for (const name of [...KEPT, 'watchcase.db', 'backup.json'])
      expect(statSync(join(path, name)).mode & 0o777).toBe(0o600);
    await restoreBackup({ from: path, data: its.at('new'), postgres: undefined, key: undefined, env: {} });
    const back = new DatabaseSync(its.at('new/watchcase.db'), { readOnly: true });
    expect(back.prepare('SELECT x FROM t').all()).toEqual([{ x: 1 }]);
    back.close();
    for (const name of KEPT) expect(readFileSync(its.at(`new/${name}`), 'utf8')).toBe(`what is in ${name}`);
  });

  it('has the config and what the config names elsewhere, and says where that was', async () => {
    using its = house();
    mkdirSync(its.at('rules'));
    writeFileSync(its.at('rules/own.yaml'), 'pack: own');
    writeFileSync(its.at('hook'), 's3cret');
    writeFileSync(
      its.at('c.yaml'),
      `rules: { folder: ${its.at('rules')} }\nchannels: [{ options: { url: "file:${its.at('hook')}" } }]\nbroker: { pidFile: ${its.at('hook')} }\ntls: { keyFile: ${join(its.data, 'tls/ca.key')} }`,
    );
    const { path } = await its.create({ configFile: its.at('c.yaml') });
    const { manifest } = await verifyBackup(path, { key: undefined, env: {} });
    expect(manifest.elsewhere).toEqual([
      { path: its.at('rules/own.yaml'), name: 'elsewhere/0-own.yaml' },
      { path: its.at('hook'), name: 'elsewhere/1-hook' },
    ]);
    expect(readFileSync(join(path, 'elsewhere/1-hook'), 'utf8')).toBe('s3cret');
    expect(readFileSync(join(path, 'config.yaml'), 'utf8')).toContain('rules:');
  });

  it.each([
    ['changed by one byte', (file: string) => writeFileSync(file, flipped(file))],
    ['cut off', (file: string) => truncateSync(file, 10)],
    ['longer', (file: string) => appendFileSync(file, 'x')],
  ])('with a file that was %s is refused, and nothing is made of it', async (_, harm) => {
    using its = house();
    const { path } = await its.create();
    harm(join(path, 'history.db'));
    expect(await codeOf(verifyBackup(path, { key: undefined, env: {} }))).toBe('BACKUP_DAMAGED');
    const needs = { from: path, data: its.at('new'), postgres: undefined, key: undefined, env: {} };
    expect(await codeOf(restoreBackup(needs))).toBe('BACKUP_DAMAGED');
    expect(readdirSync(its.folder)).not.toContain('new');
  });

  it('of a database that is damaged is not made, and the one before it stays', async () => {
    using its = house();
    const { path } = await its.create({ keep: 1 });
    its.databases[1]?.exec(
      "INSERT INTO t SELECT value FROM json_each('[' || substr(replace(hex(zeroblob(9000)), '0', '1,'), 3) || '1]'); PRAGMA wal_checkpoint(TRUNCATE)",
    );
    scribbleOn(join(its.data, 'history.db'));
    expect(await codeOf(its.create({ now: NOON + 1000, keep: 1 }))).toBe('BACKUP_DAMAGED');
    expect(readdirSync(its.at('backups')).map((name) => its.at(`backups/${name}`))).toEqual([path]);
  });

  it('is not put over what is there', async () => {
    using its = house();
    const { path } = await its.create();
    const needs = { from: path, data: its.data, postgres: undefined, key: undefined, env: {} };
    expect(await codeOf(restoreBackup(needs))).toBe('BACKUP_TARGET_IN_USE');
    expect(await codeOf(restoreBackup({ ...needs, data: its.at('new'), postgres: 'postgres://x' }))).toBe(
      'BACKUP_OTHER_STORE',
    );
  });

  it('that was broken off is none, and goes with the next; of finished ones the newest stay', async () => {
    using its = house();
    for (const hour of [0, 1, 2]) await its.create({ now: NOON + hour * HOUR });
    mkdirSync(its.at('backups/watchcase-2026-11-28T11-00-00Z.part'));
    mkdirSync(its.at('backups/somebody-elses'));
    const { removed } = await its.create({ now: NOON + 3 * HOUR, keep: 2 });
    expect(removed).toHaveLength(3);
    expect(readdirSync(its.at('backups')).toSorted()).toEqual([
      'somebody-elses',
      'watchcase-2026-11-28T14-00-00Z',
      'watchcase-2026-11-28T15-00-00Z',
    ]);
  });
});

describe('an encrypted backup', () => {
  it('shows nothing to who has not the key, and everything to who has it', async () => {
    using its = house();
    its.databases[0]?.exec(`INSERT INTO t VALUES ('${'a customer’s name '.repeat(9000)}')`);
    const { publicKey, privateKey } = newSealKey();
    const { path } = await its.create({ sealTo: publicKey });
    for (const name of ['watchcase.db', 'tls/ca.key', 'admin-token'])
      expect(readFileSync(join(path, name), 'latin1')).not.toMatch(/SQLite|customer|what is in/);
    expect(await verifyBackup(path, { key: undefined, env: {} })).toMatchObject({ isRead: false });
    expect(await verifyBackup(path, { key: privateKey, env: {} })).toMatchObject({ isRead: true });
    const needs = { from: path, data: its.at('new'), postgres: undefined, env: {} };
    expect(await codeOf(restoreBackup({ ...needs, key: undefined }))).toBe('BACKUP_KEY_WRONG');
    expect(await codeOf(restoreBackup({ ...needs, key: newSealKey().privateKey }))).toBe('BACKUP_KEY_WRONG');
    await restoreBackup({ ...needs, key: privateKey });
    expect(readFileSync(its.at('new/admin-token'), 'utf8')).toBe('what is in admin-token');
  });

  it.each([
    [
      'a piece is left out',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 51), bytes.subarray(51 + 65_552)]),
    ],
    ['its end is cut off at a piece', (bytes: Buffer) => bytes.subarray(0, 51 + 65_552)],
    [
      'one bit of it is another',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])]),
    ],
  ])('is refused when %s, though its list was written to fit', async (_, change) => {
    using its = house();
    its.databases[1]?.exec(`INSERT INTO t VALUES ('${'0123456789'.repeat(20_000)}')`);
    const { publicKey, privateKey } = newSealKey();
    const { path } = await its.create({ sealTo: publicKey });
    const file = join(path, 'history.db');
    writeFileSync(file, change(readFileSync(file)));
    await relist(path, 'history.db');
    expect(await codeOf(verifyBackup(path, { key: privateKey, env: {} }))).toBe('BACKUP_KEY_WRONG');
  });
});

it('names a database without its password where everybody can read', () => {
  expect(withoutPassword('postgres://own:p%40ss@db:5433/w?sslmode=require')).toEqual({
    address: 'postgres://own@db:5433/w?sslmode=require',
    password: 'p@ss',
  });
  expect(withoutPassword('postgres://db/w?password=p').address).toBe('postgres://db/w');
});

/** Writes over a page in the middle, as a failing disk does. */
function scribbleOn(file: string): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(4096, 0xa5), 0, 4096, 8192);
  closeSync(descriptor);
}

function flipped(file: string): Buffer {
  const bytes = readFileSync(file);
  bytes[5000] = (bytes[5000] ?? 0) ^ 1;
  return bytes;
}

/** Writes the list as whoever changed the file would. */
async function relist(path: string, name: string): Promise<void> {
  const list = JSON.parse(readFileSync(join(path, 'backup.json'), 'utf8')) as { files: { name: string }[] };
  const entry = list.files.find((file) => file.name === name);
  Object.assign(entry ?? {}, await measureFile(join(path, name)));
  writeFileSync(join(path, 'backup.json'), JSON.stringify(list));
}
