import { createHash } from 'node:crypto';
import { type KnownSizes, learnSize, percentOfUsual } from './usual-size.ts';

/** What is remembered of the sizes of all backups of this host. */
export interface SizeMemory {
  /** Takes in the newest backup at a place and tells how much of its usual size it has, in percent; null while that is not known. */
  judge(place: string, newest: { name: string; bytes: number }, now: number): number | null;
}

/** Where it is kept: one text. */
export interface SizeStore {
  read(): string | undefined;
  write(text: string): void;
}

/** Places that are remembered; of more the one that changed longest ago is forgotten. */
const MOST_PLACES = 256;

/** Builds the memory over what is kept; written when there is a new backup, seldom that is. */
export function createSizeMemory(store: SizeStore): SizeMemory {
  const places = new Map<string, KnownSizes>(parse(store.read()));
  return {
    judge(place, newest, now) {
      const key = shortOf(place);
      const backup = [shortOf(newest.name), newest.bytes] as const;
      const before = places.get(key);
      const known = learnSize(before, backup, now);
      if (known !== before) {
        places.delete(key);
        places.set(key, known);
        for (const [oldest] of places) if (places.size > MOST_PLACES) places.delete(oldest);
        store.write(JSON.stringify([...places]));
      }
      return percentOfUsual(known, backup, now);
    },
  };
}

function shortOf(name: string): string {
  return createHash('sha256').update(name).digest('base64url').slice(0, 16);
}

/** What an older or newer agent wrote may be another form: then it is learned anew. */
function parse(text: string | undefined): [string, KnownSizes][] {
  try {
    const raw: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(raw) ? raw.filter(isPlace) : [];
  } catch {
    return [];
  }
}

function isPlace(raw: unknown): raw is [string, KnownSizes] {
  if (!Array.isArray(raw) || typeof raw[0] !== 'string') return false;
  const { since, seen } = (raw[1] ?? {}) as Partial<KnownSizes>;
  const isSize = (one: unknown) =>
    Array.isArray(one) && typeof one[0] === 'string' && typeof one[1] === 'number';
  return typeof since === 'number' && Array.isArray(seen) && seen.every(isSize);
}
