import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { writeBytes } from '@watchcase/runtime';
import type { Entry } from './bundled-files.ts';

const BLOCK = 512;
const FILE = '0';
const LINK = '2';
const LONGEST_NAME = 100;
const LONGEST_PREFIX = 155;

/** Writes a tar archive (POSIX ustar), packed by gzip; all of it belongs to root and has no time, so that the same files give the same bytes. */
export async function writeArchive(path: string, entries: readonly Entry[]): Promise<void> {
  await pipeline(
    Readable.from(blocksOf(entries)),
    createGzip({ level: 1 }),
    (packed: AsyncIterable<Buffer>) => writeBytes(path, packed),
  );
}

async function* blocksOf(entries: readonly Entry[]): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    if ('linkTo' in entry) {
      yield header(entry.name, { mode: 0o777, size: 0, type: LINK, linkTo: entry.linkTo });
      continue;
    }
    const text = 'text' in entry ? Buffer.from(entry.text) : undefined;
    const size = text?.length ?? ('from' in entry ? statSync(entry.from).size : 0);
    yield header(entry.name, { mode: entry.executable ? 0o755 : 0o644, size, type: FILE, linkTo: '' });
    if (text !== undefined) yield text;
    else if ('from' in entry) for await (const chunk of createReadStream(entry.from)) yield chunk as Buffer;
    yield Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** One header block; the field offsets are those of POSIX.1-1988 (ustar). */
function header(name: string, of: { mode: number; size: number; type: string; linkTo: string }): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  const { prefix, rest } = split(name);
  block.write(rest, 0);
  octal(of.mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(of.size, 124, 12);
  octal(0, 136, 12);
  block.write('        ', 148, 'latin1');
  block.write(of.type, 156, 'latin1');
  block.write(of.linkTo, 157);
  block.write('ustar\u000000', 257, 'latin1');
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** A name of more than 100 bytes is cut at a slash. */
function split(name: string): { prefix: string; rest: string } {
  if (Buffer.byteLength(name) <= LONGEST_NAME) return { prefix: '', rest: name };
  for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1)) {
    const [prefix, rest] = [name.slice(0, at), name.slice(at + 1)];
    if (Buffer.byteLength(prefix) <= LONGEST_PREFIX && Buffer.byteLength(rest) <= LONGEST_NAME)
      return { prefix, rest };
  }
  throw new Error(`the name ${name} is too long for an archive`);
}
