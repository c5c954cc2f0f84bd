import { type Dirent, promises, type Stats } from 'node:fs';
import type { Clock } from '@watchcase/runtime/light';

/** One name in a folder. */
export type Entry = Pick<Dirent<Buffer>, 'name' | 'isDirectory' | 'isSymbolicLink'>;

/** What was found in a folder. */
export interface Listing {
  /** Those that were wanted. */
  entries: readonly Entry[];
  /** How many names it has, wanted or not; no more are looked at than MOST_NAMES and one. */
  names: number;
  /** False when it had not to be read again. */
  isFresh: boolean;
}

/** Lists folders, those that have not changed without reading them again. */
export interface FolderMemory {
  /** Entries that are wanted; of one folder and one name of what is wanted always the same. Rejects as opendir(3) fails. */
  list(folder: Buffer, wanted: Wanted): Promise<Listing>;
}

/** What is looked for in a folder. */
export interface Wanted {
  name: string;
  test(entry: Entry): boolean;
}

interface Kept {
  stamp: string;
  listing: Listing;
  readAt: number;
}

/** A search leads through no more names than this. */
export const MOST_NAMES = 2_000_000;

/** A folder with fewer names is as quickly read as asked whether it has changed. */
const WORTH_KEEPING = 64;
const MOST_KEPT = 50_000;
/** Some file systems do not tell that a folder has changed. */
const KEEP_MS = 1_800_000;
/** What changed a moment ago may change again within the same tick of the file system's clock. */
const SETTLED_MS = 3000;
const BATCH = 1024;

/** Builds a memory for one search that is made again and again. */
export function createFolderMemory(clock: Clock): FolderMemory {
  const folders = new Map<string, Kept>();
  let size = 0;

  function forget(key: string): void {
    size -= folders.get(key)?.listing.entries.length ?? 0;
    folders.delete(key);
  }

  function keep(key: string, kept: Kept): void {
    forget(key);
    if (size + kept.listing.entries.length > MOST_KEPT) return;
    size += kept.listing.entries.length;
    folders.set(key, kept);
  }

  return {
    async list(folder, wanted) {
      const key = `${wanted.name} ${folder.toString('latin1')}`;
      const known = folders.get(key);
      if (known !== undefined && clock.monotonic() - known.readAt < KEEP_MS) {
        const now = await promises.stat(folder);
        if (stampOf(now) === known.stamp) return known.listing;
      }
      // Asked before it is read: what changes meanwhile is found the next time.
      const before = await promises.stat(folder);
      const listing = await read(folder, wanted);
      const isSettled = clock.now() - before.mtimeMs > SETTLED_MS;
      const kept = { stamp: stampOf(before), listing: { ...listing, isFresh: false } };
      if (isSettled && listing.names >= WORTH_KEEPING) keep(key, { ...kept, readAt: clock.monotonic() });
      else forget(key);
      return listing;
    },
  };
}

/** A few at a time: a folder may hold a million names. */
async function read(folder: Buffer, wanted: Wanted): Promise<Listing> {
  const entries: Entry[] = [];
  let names = 0;
  // The types know of names as texts only.
  const opened = await promises.opendir(folder, { encoding: 'buffer' as BufferEncoding, bufferSize: BATCH });
  for await (const entry of opened as unknown as AsyncIterable<Dirent<Buffer>>) {
    names += 1;
    if (wanted.test(entry)) entries.push(entry);
    if (names > MOST_NAMES) break;
  }
  return { entries, names, isFresh: true };
}

function stampOf({ dev, ino, mtimeMs, ctimeMs }: Stats): string {
  return `${dev} ${ino} ${mtimeMs} ${ctimeMs}`;
}
