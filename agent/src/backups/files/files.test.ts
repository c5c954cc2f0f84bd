import { chmodSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createLog, systemClock } from '@watchcase/runtime';
import { asNobody, temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHost } from '../../host/index.ts';
import files from './index.ts';
import { options as schema } from './options.ts';

const now = Date.UTC(2026, 2, 2, 8);
const host = createHost({ clock: systemClock, log: createLog('test', 'error') });
let root: string;
let dispose: () => void;

beforeEach(() => {
  const folder = temporaryFolder();
  root = folder.path;
  dispose = () => folder[Symbol.dispose]();
});
afterEach(() => dispose());

/** Makes a file last changed `secondsAgo` before now. */
function make(name: string, secondsAgo: number, bytes = 100): void {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'x'.repeat(bytes));
  utimesSync(path, now / 1000, now / 1000 - secondsAgo);
}

const ask = (patterns: string[], more: Record<string, unknown> = {}) =>
  files.status(
    schema.parse({ patterns: patterns.map((pattern) => join(root, pattern)), ...more }),
    host,
    now,
  );

interface Case {
  name: string;
  made: [name: string, secondsAgo: number, bytes?: number][];
  pattern?: string;
  more?: Record<string, unknown>;
  found: { ageSeconds: number | null; sizeBytes: number | null; count: number };
}

const none = { ageSeconds: null, sizeBytes: null, count: 0 };
const cases: Case[] = [
  { name: 'no file', made: [], found: none },
  {
    name: 'the newest of several',
    made: [
      ['a.dump', 9000, 1],
      ['b.dump', 600, 2],
      ['c.dump', 5000, 3],
    ],
    found: { ageSeconds: 600, sizeBytes: 2, count: 3 },
  },
  { name: 'an empty dump', made: [['a.dump', 600, 0]], found: none },
  {
    name: 'a new dump that is far too small beside a good old one',
    made: [
      ['a.dump', 90_000, 5000],
      ['b.dump', 600, 20],
    ],
    more: { minBytes: 1000 },
    found: { ageSeconds: 90_000, sizeBytes: 5000, count: 1 },
  },
  {
    name: 'temporary and hidden names',
    made: [
      ['a.dump', 7000],
      ['b.dump.tmp', 600],
      ['c.part', 600],
      ['.a.dump.Xy12', 600],
      ['d.dump~', 600],
    ],
    pattern: '*',
    found: { ageSeconds: 7000, sizeBytes: 100, count: 1 },
  },
  {
    name: 'names the owner ignores',
    made: [
      ['a.dump', 7000],
      ['a.dump.sha256', 600],
    ],
    pattern: '*',
    more: { ignore: ['*.sha256'] },
    found: { ageSeconds: 7000, sizeBytes: 100, count: 1 },
  },
  {
    name: 'one still being written beside a complete one',
    made: [
      ['a.dump', 86_400, 700],
      ['b.dump', 59, 3],
    ],
    found: { ageSeconds: 86_400, sizeBytes: 700, count: 2 },
  },
  {
    name: 'a dump that is just being overwritten, empty for the moment',
    made: [['a.dump', 0, 0]],
    found: { ageSeconds: null, sizeBytes: null, count: 1 },
  },
  {
    name: 'one that has just come to rest',
    made: [['a.dump', 60, 700]],
    found: { ageSeconds: 60, sizeBytes: 700, count: 1 },
  },
  {
    name: 'a longer time to settle',
    made: [['a.dump', 300, 700]],
    more: { settle: '10m' },
    found: { ageSeconds: null, sizeBytes: null, count: 1 },
  },
  {
    name: 'one being written on a share whose clock is 30 s ahead, or that was asked for some time ago',
    made: [
      ['a.dump', 86_400, 700],
      ['b.dump', -30, 3],
    ],
    found: { ageSeconds: 86_400, sizeBytes: 700, count: 2 },
  },
  {
    name: 'one that overwrites its predecessor there',
    made: [['a.dump', -30, 0]],
    found: { ageSeconds: null, sizeBytes: null, count: 1 },
  },
  {
    name: 'one on a share whose clock is far ahead, which is not waited for',
    made: [['a.dump', -1800, 700]],
    found: { ageSeconds: 0, sizeBytes: 700, count: 1 },
  },
  {
    name: 'a file from next year beside one of today',
    made: [
      ['a.dump', -31_536_000],
      ['b.dump', 600],
    ],
    found: { ageSeconds: 600, sizeBytes: 100, count: 1 },
  },
  {
    name: 'files in folders, and a folder of a matching name',
    made: [
      ['2026/02/a.dump', 9000],
      ['2026/03/b.dump', 600],
      ['old.dump/readme', 10],
    ],
    pattern: '**/*.dump',
    found: { ageSeconds: 600, sizeBytes: 100, count: 2 },
  },
];

it.each(cases)('$name', async ({ made, pattern = '*.dump', more, found }) => {
  for (const file of made) make(...file);
  const [status] = await ask([pattern], more);
  expect(status).toMatchObject({ location: join(root, pattern), ...found });
  expect(status?.fault).toBeUndefined();
});

it('reports each pattern as a location of its own', async () => {
  make('local/a.dump', 600);
  make('nas/a.dump', 90_000);
  const [local, nas] = await ask(['local/*.dump', 'nas/*.dump']);
  expect(local).toMatchObject({ location: join(root, 'local/*.dump'), ageSeconds: 600 });
  expect(nas).toMatchObject({ location: join(root, 'nas/*.dump'), ageSeconds: 90_000 });
});

it('follows a link, and takes one that leads nowhere for nothing', async () => {
  make('store/a', 600, 9);
  symlinkSync(join(root, 'store/a'), join(root, 'latest.dump'));
  symlinkSync(join(root, 'store/gone'), join(root, 'gone.dump'));
  expect(await ask(['*.dump'])).toMatchObject([{ ageSeconds: 600, sizeBytes: 9, count: 1 }]);
});

const unknown = { ageSeconds: null, sizeBytes: null, count: null };

it('does not take a folder that is gone for one without backups', async () => {
  make('nas/a.dump', 600);
  rmSync(join(root, 'nas'), { recursive: true });
  expect(await ask(['nas/*.dump'])).toEqual([
    {
      location: join(root, 'nas/*.dump'),
      ...unknown,
      fault: expect.stringContaining('BACKUP_FOLDER_UNREADABLE'),
    },
  ]);
});

it('does not take a folder that may not be read for one without backups, and tells the other locations', async () => {
  make('shut/a.dump', 600);
  make('open/a.dump', 600);
  chmodSync(root, 0o755);
  chmodSync(join(root, 'shut'), 0o700);
  const [shut, open] = await asNobody(() => ask(['shut/*.dump', 'open/*.dump']));
  expect(shut).toEqual({
    location: join(root, 'shut/*.dump'),
    ...unknown,
    fault: expect.stringContaining(`${join(root, 'shut')} may not be read by this user`),
  });
  expect(open).toMatchObject({ ageSeconds: 600, count: 1 });
});

it('knows no age where every backup is later than the clock of this machine', async () => {
  make('a.dump', -31_536_000);
  make('b.dump', -31_000_000);
  expect(await ask(['*.dump'])).toEqual([
    {
      location: join(root, '*.dump'),
      ...unknown,
      fault: expect.stringMatching(/BACKUP_FROM_FUTURE .*2 in all/),
    },
  ]);
});

it('names the newest by path and time, so that a new one under an old name is another', async () => {
  make('a.dump', 600);
  const [before] = await ask(['*.dump']);
  expect((await ask(['*.dump']))[0]?.newest).toBe(before?.newest);
  make('a.dump', 500);
  expect((await ask(['*.dump']))[0]?.newest).not.toBe(before?.newest);
});

it('does not guess among too many files', async () => {
  for (let number = 0; number < 10_001; number += 1) writeFileSync(join(root, `${number}.dump`), '');
  const [status] = await ask(['*.dump']);
  expect(status).toMatchObject({ ...unknown, fault: expect.stringContaining('BACKUP_TOO_MANY_FILES') });
});

it.each([{ patterns: [] }, { patterns: ['srv/*.dump'] }, { patterns: ['/a'], settle: '1 minute' }, {}])(
  'refuses the options %j',
  (options) => {
    expect(schema.safeParse(options).success).toBe(false);
  },
);
