import { promises } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lends `work` an empty folder that only this user may enter, and removes it with all that is in it, however the work ends. */
export async function inOwnFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await promises.mkdtemp(join(tmpdir(), 'watchcase-agent-'));
  try {
    return await work(folder);
  } finally {
    await promises.rm(folder, { recursive: true, force: true });
  }
}
