import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { writeBytes } from './write-bytes.ts';

async function* chunks(...texts: readonly (string | Error)[]): AsyncGenerator<Buffer> {
  for (const text of texts) {
    if (text instanceof Error) throw text;
    yield Buffer.from(text);
  }
}

/** What this process has open, where the machine tells. */
function descriptors(): string[] {
  const own = '/proc/self/fd';
  if (!existsSync(own)) return [];
  return readdirSync(own).flatMap((one) => {
    try {
      return [readlinkSync(join(own, one))];
    } catch {
      // The one that listed them.
      return [];
    }
  });
}

it('writes what comes, for whom it may concern', async () => {
  const file = join(temporaryFolder().path, 'a');
  await writeBytes(file, chunks('one ', 'two'), { flags: 'wx', mode: 0o600 });
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['one two', 0o600]);
});

it('takes no file that is there where none is wanted', async () => {
  const file = join(temporaryFolder().path, 'a');
  writeFileSync(file, 'before');
  await expect(writeBytes(file, chunks('x'), { flags: 'wx' })).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(file, 'utf8')).toBe('before');
});

it('touches nothing any more when it has failed', async () => {
  const folder = join(temporaryFolder().path, 'fresh');
  for (let turn = 0; turn < 20; turn++) {
    mkdirSync(folder);
    await expect(writeBytes(join(folder, 'a'), chunks(new Error('broken')))).rejects.toThrow('broken');
    // It has been opened by now, and not only will be.
    expect(readdirSync(folder)).toEqual(['a']);
    expect(descriptors().filter((path) => path.startsWith(folder))).toEqual([]);
    rmSync(folder, { recursive: true });
  }
});
