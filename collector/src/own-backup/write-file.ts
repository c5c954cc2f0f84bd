import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder, writeBytes } from '@watchcase/runtime';

/** What was written. */
export interface WrittenFile {
  bytes: number;
  /** Hex. */
  sha256: string;
}

/** The bytes of a file, in order. */
export function bytesOf(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: 1_048_576 }) as AsyncIterable<Buffer>;
}

/** Writes a new file that is on disk when this resolves, for this user only, with the folders above it. Throws the kernel's errors, and those of `bytes`. */
export async function writeFile(path: string, bytes: AsyncIterable<Buffer>): Promise<WrittenFile> {
  makeFolder(dirname(path));
  const hash = createHash('sha256');
  let length = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of bytes) {
      hash.update(chunk);
      length += chunk.length;
      yield chunk;
    }
  }
  await writeBytes(path, counted(), { flags: 'wx', mode: 0o600 });
  return { bytes: length, sha256: hash.digest('hex') };
}
