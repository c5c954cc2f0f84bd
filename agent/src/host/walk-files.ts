import { promises } from 'node:fs';
import { type Entry, type FolderMemory, MOST_NAMES, type Wanted } from './folder-memory.ts';
import { namePattern } from './name-pattern.ts';

/** One file. */
export interface FoundFile {
  /** For people to read: bytes that are no UTF-8 are shown as U+FFFD. */
  path: string;
  bytes: number;
  modifiedAt: number;
}

/** One part of a pattern between two slashes. */
type Step =
  | { kind: 'literal'; name: Buffer }
  | { kind: 'any'; matches(name: Buffer): boolean }
  | { kind: 'deep' };

/** What is looked for in a folder: places in the list of steps. */
type Places = ReadonlySet<number>;

const DOT = 0x2e;
const VISIBLE: Wanted = { name: 'visible', test: ({ name }) => name[0] !== DOT };
const SLASH = Buffer.from('/');
/** Made with every ext file system for root alone; nobody keeps backups there. */
const NOBODYS = Buffer.from('lost+found');

/**
 * Finds the regular files that a full path names whose parts may hold `*`, `?` or be `**` (folders to any depth, without following links to folders);
 * everything else stands for itself. What is a link is what it leads to. A path that names a folder means the files in it. One that vanishes meanwhile is left
 * out. Stops at `most` files. Rejects with a sentence when a folder that may hold files cannot be read, or when the way leads through more than two million names.
 */
export async function walkFiles(pattern: string, most: number, memory: FolderMemory): Promise<FoundFile[]> {
  const steps = stepsOf(pattern);
  const found: FoundFile[] = [];
  /** The folder before the first wildcard, which is read first, must be there; others may vanish. */
  let isFirst = true;
  let names = 0;

  async function visit(folder: Buffer, places: Places): Promise<void> {
    const open = withDeep(places);
    for (const place of open) {
      const step = steps[place];
      if (step?.kind === 'literal') await take(join(folder, step.name), place, true);
    }
    if ([...open].every((place) => steps[place]?.kind === 'literal')) return;
    const mustBeThere = isFirst;
    isFirst = false;
    const wanted: Wanted = {
      name: [...open].join(),
      test: (entry) => [...open].some((place) => isOnTheWay(steps[place], entry)),
    };
    for (const entry of await entriesOf(folder, mustBeThere, wanted)) {
      if (found.length >= most) return;
      await enter(folder, entry, open);
    }
  }

  /** A folder that is gone has no entries, but for one that must be there. */
  async function entriesOf(folder: Buffer, mustBeThere: boolean, wanted: Wanted): Promise<readonly Entry[]> {
    try {
      const listing = await memory.list(folder, wanted);
      names += listing.names;
      if (names <= MOST_NAMES) return listing.entries;
    } catch (error) {
      if (!mustBeThere && isGone(error)) return [];
      throw unreadable(folder, error);
    }
    throw new Error(`${pattern} leads through more than ${MOST_NAMES} names; name the folders more closely`);
  }

  /** `**` stands for no folder as well. */
  function withDeep(places: Places): Places {
    const open = new Set(places);
    for (const place of open) if (steps[place]?.kind === 'deep') open.add(place + 1);
    return open;
  }

  async function enter(folder: Buffer, entry: Entry, open: Places): Promise<void> {
    const path = join(folder, entry.name);
    const beyond = new Set<number>();
    for (const place of open) {
      const step = steps[place];
      if (!isOnTheWay(step, entry)) continue;
      if (step?.kind === 'deep') beyond.add(place);
      if (step?.kind !== 'any') continue;
      if (place === steps.length - 1) await take(path, place, false);
      else if (entry.isDirectory() || entry.isSymbolicLink()) beyond.add(place + 1);
    }
    if (beyond.size > 0 && !entry.name.equals(NOBODYS)) await visit(path, beyond);
  }

  /** What a step has led to: a file, a folder on the way, or at the end of a plain path a folder whose files are meant. */
  async function take(path: Buffer, place: number, isLiteral: boolean): Promise<void> {
    if (place < steps.length - 1) return visit(path, new Set([place + 1]));
    const it = await statOf(path);
    if (it?.isFile() === true)
      found.push({ path: path.toString('utf8'), bytes: it.size, modifiedAt: it.mtimeMs });
    if (!isLiteral || it?.isDirectory() !== true) return;
    for (const { name } of await entriesOf(path, false, VISIBLE))
      if (found.length < most) await take(join(path, name), place, false);
  }

  await visit(SLASH, new Set([0]));
  return found;
}

function stepsOf(pattern: string): Step[] {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  if (pattern.endsWith('/') || parts.at(-1) === '**') parts.push('*');
  return parts.map((part) => {
    if (part === '**') return { kind: 'deep' };
    if (/[*?]/.test(part)) return { kind: 'any', matches: namePattern(part) };
    return { kind: 'literal', name: Buffer.from(part) };
  });
}

/** Whether a step leads to an entry, or through it. */
function isOnTheWay(step: Step | undefined, entry: Entry): boolean {
  if (step?.kind === 'deep') return entry.isDirectory() && entry.name[0] !== DOT;
  return step?.kind === 'any' && step.matches(entry.name);
}

async function statOf(path: Buffer) {
  try {
    return await promises.stat(path);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw unreadable(path, error);
  }
}

/** ELOOP: a link that leads to itself leads nowhere. */
const GONE = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);

function isGone(error: unknown): boolean {
  return GONE.has((error as NodeJS.ErrnoException).code ?? '');
}

function unreadable(path: Buffer, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  const why: Record<string, string> = {
    EACCES: 'may not be read by this user',
    EPERM: 'may not be read by this user',
    ENOENT: 'is not there',
    ENOTDIR: 'is no folder',
  };
  return new Error(`${path.toString('utf8')} ${why[code] ?? `cannot be read (${code})`}`);
}

function join(folder: Buffer, name: Buffer): Buffer {
  return folder.equals(SLASH) ? Buffer.concat([SLASH, name]) : Buffer.concat([folder, SLASH, name]);
}
