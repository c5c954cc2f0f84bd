import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'watchcase-test-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('makes a folder and those above it, for its owner alone, and leaves one that is there', () => {
  makeFolder(join(root, 'a/b/c'));
  expect(statSync(join(root, 'a/b/c')).mode & 0o777).toBe(0o700);
  makeFolder(join(root, 'a/b/c'));
});

it('says at once that a file is in the way', () => {
  writeFileSync(join(root, 'file'), '');
  expect(() => makeFolder(join(root, 'file/below'))).toThrow(/ENOTDIR/);
  expect(() => makeFolder(join(root, 'file'))).toThrow(/EEXIST/);
});

it.runIf(process.platform === 'linux')('says at once that nothing can be made under /proc', () => {
  expect(() => makeFolder('/proc/watchcase/data')).toThrow(/ENOENT/);
});
