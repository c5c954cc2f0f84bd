import { execFileSync } from 'node:child_process';
import { closeSync, copyFileSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { giveBackLibrary } from './give-back.ts';

const isX64Linux = process.platform === 'linux' && process.arch === 'x64';

/** Says how much is mapped of its own file before, after, and when it has worked again; kilobytes. */
const PROGRAM = `
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { giveBackMapped } from ${JSON.stringify(join(import.meta.dirname, '../../agent/src/host/give-back.ts'))};
const mapped = () => readFileSync('/proc/self/smaps', 'utf8').split(/^(?=[0-9a-f]+-)/m)
  .filter((part) => part.split('\\n')[0].endsWith(process.execPath))
  .reduce((sum, part) => sum + Number(/^Rss: +(\\d+)/m.exec(part)[1]), 0);
const work = () => {
  new DatabaseSync(':memory:').exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
  return createHash('sha256').update(JSON.stringify({ a: [1.5, 'ä'.normalize('NFD')] })).digest('hex');
};
const said = [work()];
const before = mapped();
giveBackMapped(process.argv[1], '/elsewhere/node')();
giveBackMapped(process.argv[2], join(dirname(process.argv[2]), 'node'))();
const untouched = mapped();
giveBackMapped(process.argv[1])();
const after = mapped();
said.push(work());
for (let n = 0; n < 20; n++) giveBackMapped(process.argv[1])();
said.push(work());
console.log(JSON.stringify({ before, untouched, after, same: new Set(said).size === 1 }));
`;

it.runIf(isX64Linux)('takes what is mapped of a program from it, which goes on as before', () => {
  using folder = temporaryFolder();
  const [node, library] = ['node', 'give-back.node'].map((name) => join(folder.path, name));
  copyFileSync(process.execPath, node ?? '');
  const head = firstPage(process.execPath);
  writeFileSync(library ?? '', giveBackLibrary(head));
  // As it is while an upgrade has put another version's into its place: one of its segments is a page longer.
  const next = Buffer.from(head);
  next.writeBigUInt64LE(next.readBigUInt64LE(64 + 2 * 56 + 32) + 4096n, 64 + 2 * 56 + 32);
  const upgraded = join(folder.path, 'upgraded');
  mkdirSync(upgraded);
  writeFileSync(join(upgraded, 'give-back.node'), giveBackLibrary(next));
  const mains = [folder.path, upgraded].map((at) => join(at, 'main.cjs'));
  const args = ['--input-type=module', '--eval', PROGRAM, ...mains];
  const said = execFileSync(node ?? '', args, { encoding: 'utf8', cwd: import.meta.dirname });
  const { before, untouched, after, same } = JSON.parse(said) as Record<string, number | boolean>;
  expect(same).toBe(true);
  expect(Number(before)).toBeGreaterThan(20_000);
  expect(Number(untouched)).toBeGreaterThanOrEqual(Number(before));
  expect(Number(after)).toBeLessThan(Number(before) / 2);
});

it('is made for no program that is loaded anywhere, or by another processor', () => {
  const program = firstPage(process.execPath);
  if (!isX64Linux) return expect(() => giveBackLibrary(program)).toThrow(/x64|ELF/);
  const other = (at: number, value: number) => {
    const changed = Buffer.from(program);
    changed.writeUInt16LE(value, at);
    return changed;
  };
  expect(() => giveBackLibrary(other(16, 3))).toThrow('addresses of its own');
  expect(() => giveBackLibrary(other(18, 183))).toThrow('addresses of its own');
  expect(() => giveBackLibrary(Buffer.from('#!/bin/sh\n'))).toThrow('no 64-bit ELF');
});

function firstPage(path: string): Buffer {
  const page = Buffer.alloc(4096);
  const file = openSync(path, 'r');
  readSync(file, page, 0, page.length, 0);
  closeSync(file);
  return page;
}
