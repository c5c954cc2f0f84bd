import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
  const open = () => readdirSync('/proc/self/fd').length;
  const before = process.platform === 'linux' ? open() : 0;
  for (let turn = 0; turn < 20; turn++) {
    mkdirSync(folder);
    await expect(writeBytes(join(folder, 'a'), chunks('x', new Error('broken')))).rejects.toThrow('broken');
    rmSync(folder, { recursive: true });
    await new Promise(setImmediate);
    expect(existsSync(folder)).toBe(false);
  }
  if (process.platform === 'linux') expect(open()).toBe(before);
});
