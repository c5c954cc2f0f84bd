import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Length in bytes of a file as it lies there, and its SHA-256, hex. Throws the kernel's errors. */
export async function measureFile(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 })) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
