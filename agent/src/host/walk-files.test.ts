import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import { asNobody, temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFolderMemory, type FolderMemory, MOST_NAMES } from './folder-memory.ts';
import { walkFiles } from './walk-files.ts';

let root: string;
let dispose: () => void;

beforeEach(() => {
  const folder = temporaryFolder();
  root = folder.path;
  chmodSync(root, 0o755);
  dispose = () => folder[Symbol.dispose]();
});
afterEach(() => dispose());

function make(name: string, content = 'x'): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), content);
}

/** A name as an old share has it: one byte a letter. */
function makeLatin1(name: string): void {
  const path = Buffer.from(join(root, name), 'latin1');
  mkdirSync(path.subarray(0, path.lastIndexOf('/')), { recursive: true });
  writeFileSync(path, 'latin1');
}

async function found(pattern: string): Promise<string[]> {
  const files = await walkFiles(join(root, pattern), 1000, createFolderMemory(systemClock));
  return files.map(({ path }) => path.slice(root.length + 1)).sort();
}

interface Case {
  name: string;
  made: string[];
  pattern: string;
  is: string[];
}

const cases: Case[] = [
  {
    name: '* and ? in a name',
    made: ['a1.dump', 'a22.dump', 'b1.dump', 'a1.dump.gz'],
    pattern: 'a?.dump*',
    is: ['a1.dump', 'a1.dump.gz'],
  },
  { name: '* in a folder', made: ['a/x', 'b/x', 'b/y', 'x'], pattern: '*/x', is: ['a/x', 'b/x'] },
  {
    name: '** at any depth',
    made: ['x', 'a/x', 'a/b/x', 'a/b/y'],
    pattern: '**/x',
    is: ['a/b/x', 'a/x', 'x'],
  },
  {
    name: '** in the middle',
    made: ['a/d/x', 'a/b/c/d/x', 'd/x'],
    pattern: 'a/**/d/x',
    is: ['a/b/c/d/x', 'a/d/x'],
  },
  { name: '** at the end', made: ['a/x', 'a/b/y'], pattern: 'a/**', is: ['a/b/y', 'a/x'] },
  { name: 'one file by two ways once', made: ['a/b/x'], pattern: '**/**/x', is: ['a/b/x'] },
  {
    name: 'hidden ones only by name',
    made: ['.h/x', 'a/.x', '.h/.x'],
    pattern: '**/.x',
    is: ['a/.x'],
  },
  { name: 'a plain path', made: ['a/x'], pattern: 'a/x', is: ['a/x'] },
  { name: 'a plain path that leads nowhere', made: [], pattern: 'x', is: [] },
  { name: 'a folder by its path: its files', made: ['a/x', 'a/.y', 'a/b/z'], pattern: 'a', is: ['a/x'] },
  { name: 'a folder with a slash: its files', made: ['a/x', 'a/b/z'], pattern: 'a/', is: ['a/x'] },
  { name: 'doubled slashes and dots', made: ['a/x'], pattern: './/a/./x', is: ['a/x'] },
  {
    name: '[x] as it stands',
    made: ['erp[1]/x.dump', 'erp1/x.dump'],
    pattern: 'erp[1]/*',
    is: ['erp[1]/x.dump'],
  },
  { name: '{a,b} as it stands', made: ['{a,b}-1', 'a-1', 'b-1'], pattern: '{a,b}-*', is: ['{a,b}-1'] },
  { name: '@(1) as it stands', made: ['d@(1)/x', 'd1/x'], pattern: 'd@(1)/*', is: ['d@(1)/x'] },
  { name: '+, ^, $, |, \\ as they stand', made: ['a+^$|\\1', 'aa1'], pattern: 'a+^$|\\*', is: ['a+^$|\\1'] },
  {
    name: 'other scripts, one ? each',
    made: ['备份1', '备份22', '备份😀'],
    pattern: '备份?',
    is: ['备份1', '备份😀'],
  },
];

it.each(cases)('finds $name', async ({ made, pattern, is }) => {
  for (const name of made) make(name);
  expect(await found(pattern)).toEqual(is.toSorted());
});

it('finds names that are no UTF-8, and folders of such names', async () => {
  makeLatin1('b\u00fccher-1.dump');
  makeLatin1('\u00e4/x.dump');
  expect(await found('b?cher-*.dump')).toEqual(['b\ufffdcher-1.dump']);
  expect(await found('b*.dump')).toEqual(['b\ufffdcher-1.dump']);
  expect(await found('*/x.dump')).toEqual(['\ufffd/x.dump']);
  expect(await found('**/*.dump')).toEqual(['b\ufffdcher-1.dump', '\ufffd/x.dump'].toSorted());
});

it('goes through links to folders, but not by **', async () => {
  make('real/x');
  symlinkSync(join(root, 'real'), join(root, 'link'));
  symlinkSync(join(root, 'real/x'), join(root, 'file'));
  symlinkSync(root, join(root, 'real/up'));
  symlinkSync('self', join(root, 'self'));
  symlinkSync('/nowhere', join(root, 'gone'));
  expect(await found('*/x')).toEqual(['link/x', 'real/x']);
  expect(await found('link/*')).toEqual(['link/x']);
  expect(await found('**/x')).toEqual(['real/x']);
  expect(await found('*')).toEqual(['file']);
});

it('stops when there are enough', async () => {
  for (let number = 0; number < 20; number++) make(`a/${number}`);
  expect(await walkFiles(join(root, '**'), 10, createFolderMemory(systemClock))).toHaveLength(10);
});

it.each([
  { pattern: 'no/*', why: 'no is not there' },
  { pattern: 'file/*', why: 'file is no folder' },
])('says of $pattern that $why', async ({ pattern, why }) => {
  make('file');
  await expect(found(pattern)).rejects.toThrow(join(root, why));
});

it.each([
  { pattern: 'shut/*', says: 'shut', mode: 0o700 },
  { pattern: '*/x', says: 'shut/x', mode: 0o700 },
  { pattern: '**/x', says: 'shut/x', mode: 0o700 },
  { pattern: '**/*.dump', says: 'shut', mode: 0o700 },
  { pattern: 'shut/x', says: 'shut/x', mode: 0o700 },
  { pattern: 'shut/*', says: 'shut/x', mode: 0o744 },
])('takes $pattern where $says may not be read (mode $mode) for unreadable, not for empty', async (it) => {
  make('shut/x');
  chmodSync(join(root, 'shut'), it.mode);
  const asked = asNobody(() => found(it.pattern));
  await expect(asked).rejects.toThrow(`${join(root, it.says)} may not be read by this user`);
});

it('passes by lost+found, which nobody but root may read', async () => {
  make('a/x');
  mkdirSync(join(root, 'lost+found'), { mode: 0o700 });
  expect(await asNobody(() => found('**/x'))).toEqual(['a/x']);
});

it('reads a folder of many files once, while nothing changes in it', async () => {
  for (let n = 0; n < 100; n++) make(`mail/${n}.eml`);
  make('mail/a.dump');
  const past = new Date(systemClock.now() - 60_000);
  utimesSync(join(root, 'mail'), past, past);
  const memory = createFolderMemory(systemClock);
  const fresh: boolean[] = [];
  const counting: FolderMemory = {
    async list(folder, wanted) {
      const listing = await memory.list(folder, wanted);
      fresh.push(listing.isFresh);
      return listing;
    },
  };
  const look = async () => (await walkFiles(join(root, 'mail/**/*.dump'), 10, counting)).length;
  expect([await look(), await look(), fresh]).toEqual([1, 1, [true, false]]);
  make('mail/b.dump');
  expect([await look(), fresh.at(-1)]).toEqual([2, true]);
});

it('says so when the way leads through too many names', async () => {
  make('a.dump');
  const endless: FolderMemory = {
    list: async () => ({ entries: [], names: MOST_NAMES + 1, isFresh: false }),
  };
  await expect(walkFiles(join(root, '**/*.dump'), 10, endless)).rejects.toThrow(
    'name the folders more closely',
  );
});
