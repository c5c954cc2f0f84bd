import type { ContractRecord } from '@watchcase/api';
import { type Directory, isRetired, type Snapshot } from '../directory/index.ts';
import type { CalledContract } from '../follow-ups/index.ts';

/** The contracts of the directory that are in use, for whoever plans the calls of their months. */
export function contractsOf(directory: Pick<Directory, 'current'>): () => Promise<CalledContract[]> {
  return async () => {
    const known = await directory.current();
    return known
      .all('contracts')
      .filter((contract) => !isRetired(contract))
      .flatMap(({ data }) => calledOf(known, data as unknown as ContractRecord));
  };
}

function calledOf(known: Snapshot, { id, customer, from, to }: ContractRecord): CalledContract[] {
  const of = known.get('customers', customer);
  if (of === undefined || isRetired(of)) return [];
  const { zone } = of.data;
  return [{ id, customer, zone: typeof zone === 'string' ? zone : 'UTC', from: dayOf(from), to: dayOf(to) }];
}

/** Days since 1970-01-01 of `2026-03-02`. */
function dayOf(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / 86_400_000;
}
