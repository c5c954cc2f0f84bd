import { createHash } from 'node:crypto';
import { slugOf } from '@watchcase/protocol';
import { foldText } from './fold-text.ts';

/** An id made of a name. */
export interface MadeId {
  id: string;
  /** False where letters of the name are no letters of ids: a mark made of the whole name stands at the end then. */
  whole: boolean;
}

const MARK_LENGTH = 8;
const MOST_BEFORE_MARK = 48;

/**
 * Makes an id of a name in any script (pure): its letters of a to z and digits, without accents. Of `宏达纺织` nothing would be left, and of `鸿达纺织` as little: such
 * a name gets a mark of its own, behind `kind` when it has no such letter at all. The same name gives the same id everywhere.
 */
export function idOfName(name: string, kind: 'customer' | 'site' | 'host'): MadeId {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  const slug = slugOf(plain, '');
  const isLost = /[\p{L}\p{N}]/u.test(plain.replaceAll(/[A-Za-z0-9]/g, ''));
  const isAscii = !/[\p{L}\p{N}\p{M}]/u.test(name.replaceAll(/[A-Za-z0-9]/g, ''));
  if (!isLost && slug !== '') return { id: slug, whole: isAscii };
  const mark = createHash('sha256').update(foldText(name)).digest('hex').slice(0, MARK_LENGTH);
  const before = slug.slice(0, MOST_BEFORE_MARK).replace(/-+$/, '');
  return { id: `${before === '' ? kind : before}-${mark}`, whole: false };
}

/** The id that is tried when `count` - 1 others are taken. */
export function nextId(id: string, count: number): string {
  return count === 1 ? id : `${id.slice(0, 58).replace(/-+$/, '')}-${count}`;
}
