import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { createFindFiles } from './find-files.ts';
import type { FoundFile } from './walk-files.ts';

const onHang = () => expect.unreachable();

it('finds files by pattern, not folders nor what points nowhere', async () => {
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, 'deep/folder.dump'), { recursive: true });
  writeFileSync(join(folder.path, 'a.dump'), 'abc');
  writeFileSync(join(folder.path, 'deep/b.dump'), '');
  writeFileSync(join(folder.path, 'c.txt'), '');
  symlinkSync('/nowhere', join(folder.path, 'd.dump'));
  const findFiles = createFindFiles({ clock: systemClock, onHang });
  const found = await findFiles(join(folder.path, '**/*.dump'));
  const sizes = found.map(({ path, bytes }) => [path.slice(folder.path.length), bytes]);
  expect(Object.fromEntries(sizes)).toEqual({ '/a.dump': 3, '/deep/b.dump': 0 });
  expect(Math.abs((found[0]?.modifiedAt ?? 0) - systemClock.now())).toBeLessThan(60_000);
  await expect(findFiles(join(folder.path, 'no/*'))).rejects.toThrow('no is not there');
});

it('says so when folders do not answer, and does not pile up searches', async () => {
  const clock = new ManualClock();
  let searches = 0;
  const findFiles = createFindFiles({
    clock,
    onHang: () => undefined,
    search: (pattern) => {
      searches += pattern.startsWith('/nfs') ? 1 : 0;
      return pattern.startsWith('/nfs') ? new Promise<FoundFile[]>(() => undefined) : Promise.resolve([]);
    },
  });
  const first = expect(findFiles('/nfs/*')).rejects.toThrow('the folders of /nfs/* do not answer');
  await clock.advance(0);
  await clock.advance(60_000);
  await first;
  await expect(findFiles('/nfs/*')).rejects.toThrow('do not answer');
  expect(searches).toBe(1);
  expect(await findFiles('/other/*')).toEqual([]);
});
