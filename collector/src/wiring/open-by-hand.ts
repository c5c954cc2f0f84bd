import { openedAs } from '../cases/index.ts';
import type { NewCase } from '../model/index.ts';
import type { Owners } from '../owners.ts';
import type { Store } from '../store/index.ts';

/** Opens a case by whoever works for its customer, and gives its id: the same for the same key. */
export function openByHand(store: Store, owners: Pick<Owners, 'openCase'>) {
  return async (wanted: NewCase): Promise<number> => {
    await owners.openCase(wanted);
    const id = await openedAs(store.db, wanted.key);
    if (id === undefined) throw new Error(`no case was opened under "${wanted.key}"`);
    return id;
  };
}
