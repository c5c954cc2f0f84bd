import { shortHash } from '@watchcase/runtime';
import type { PageMessage } from '../../model/index.ts';

/** Several cases in one message (pure): the first in full, the others by their names. The same pages always have the same key. */
export function digestOf([first, ...others]: readonly [PageMessage, ...PageMessage[]]): PageMessage {
  if (others.length === 0) return first;
  const keys = [first, ...others].map(({ key }) => key).toSorted();
  const key = `digest-${shortHash(keys.join('\n'))}`;
  return { ...first, key, others };
}
