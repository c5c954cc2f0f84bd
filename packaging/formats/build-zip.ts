import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import type { PackedFile } from '../packed-file.ts';
import type { PackingPlace } from './packed-software.ts';

const VERSION_2_0 = 20;
const MADE_ON_UNIX = 3 << 8;
const UTF8_NAMES = 1 << 11;
const DEFLATED = 8;
const REGULAR_FILE = 0o100000;

/** Makes the archive `name` (zip, deflated) of files, no links; gives its path. The same files give the same bytes. Offsets as in PKWARE's APPNOTE 4.3.7, 4.3.12, 4.3.16. */
export function buildZip(
  name: string,
  files: readonly PackedFile[],
  { folder, sourceDate, effort = 6 }: PackingPlace,
): string {
  const when = dosTime(sourceDate);
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    if ('linkTo' in file || 'folder' in file)
      throw new Error(`${file.path}: an archive for Windows holds files only`);
    const raw = 'text' in file ? Buffer.from(file.text) : readFileSync(file.from);
    const packed = deflateRawSync(raw, { level: effort });
    const title = Buffer.from(file.path.slice(1));
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(VERSION_2_0, 0);
    facts.writeUInt16LE(UTF8_NAMES, 2);
    facts.writeUInt16LE(DEFLATED, 4);
    facts.writeUInt32LE(when, 6);
    facts.writeUInt32LE(crc32(raw), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(raw.length, 18);
    facts.writeUInt16LE(title.length, 22);
    bodies.push(signature('PK\u0003\u0004'), facts, title, packed);
    directory.push(...entry({ facts, title, offset, mode: file.mode ?? 0o644 }));
    offset += 4 + facts.length + title.length + packed.length;
  }
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat([...bodies, ...directory, end(files.length, size(directory), offset)]));
  return path;
}

function entry(of: { facts: Buffer; title: Buffer; offset: number; mode: number }): Buffer[] {
  const version = Buffer.alloc(2);
  version.writeUInt16LE(MADE_ON_UNIX | VERSION_2_0);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(((REGULAR_FILE | of.mode) << 16) >>> 0, 6);
  rest.writeUInt32LE(of.offset, 10);
  return [signature('PK\u0001\u0002'), version, of.facts, rest, of.title];
}

function end(count: number, bytes: number, offset: number): Buffer {
  const block = Buffer.alloc(22);
  block.write('PK\u0005\u0006', 0, 'latin1');
  block.writeUInt16LE(count, 8);
  block.writeUInt16LE(count, 10);
  block.writeUInt32LE(bytes, 12);
  block.writeUInt32LE(offset, 16);
  return block;
}

function signature(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function size(parts: readonly Buffer[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

/** Two seconds is as fine as it gets; UTC, though the format means no zone. */
function dosTime(seconds: number): number {
  const at = new Date(seconds * 1000);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return ((date << 16) | time) >>> 0;
}
