import type { ContractRecord } from '@watchcase/api';
import type { Clock, Log } from '@watchcase/runtime';
import type { Directory } from '../directory/index.ts';
import { type FigureRoom, openFigures } from '../figures/index.ts';
import type { Store } from '../store/index.ts';

/** Opens the figures over the cases of the store and the contracts of the directory. */
export function figuresOver(parts: {
  store: Store;
  directory: Pick<Directory, 'current' | 'versions'>;
  clock: Clock;
  log: Log;
}): FigureRoom {
  const { store, directory, clock, log } = parts;
  return openFigures({
    store,
    clock,
    log,
    async ratesOf(contract) {
      const versions = await directory.versions('contracts', contract);
      return versions.map(({ changedAt, data }) => ({
        since: changedAt,
        rates: (data as unknown as ContractRecord).rates,
      }));
    },
    async namesOf(kind, ids) {
      const known = await directory.current();
      return new Map(
        ids.flatMap((id) => {
          const name = known.get(kind === 'customer' ? 'customers' : 'contracts', id)?.data['name'];
          return typeof name === 'string' ? [[id, name] as const] : [];
        }),
      );
    },
  });
}
