import type { Reach } from '@watchcase/oncall';
import { dutiesOf } from './duties.ts';
import { isRetired } from './record.ts';
import type { Snapshot } from './snapshot.ts';

/** What keeps a page from a person. */
export type ReachFinding =
  /** Nobody has shown that an address is theirs: it is not used. */
  | { kind: 'unverified'; person: string; method: string; channel: string }
  /** Somebody on a rota whom nobody can page. */
  | { kind: 'unreachable'; person: string; rota: string };

/** What is known beside the directory. */
export interface ReachFacts {
  isVerified(method: { person: string; channel: string; address: string }): boolean;
  isReached(person: string): boolean;
  /** Whether the config has a channel that reaches people at addresses of their own: else there is nothing to do about it. */
  hasPersonalChannels: boolean;
}

/** Addresses that are not used, and who is on a rota and cannot be paged (pure); of people in use. */
export function findReachFaults(
  directory: Snapshot,
  { isVerified, isReached, hasPersonalChannels }: ReachFacts,
): ReachFinding[] {
  const people = directory.all('people').filter((one) => !isRetired(one));
  const inUse = new Set(people.map(({ id }) => id));
  const unreachable = (hasPersonalChannels ? dutiesOf(directory).rotas : []).flatMap(({ id: rota, layers }) =>
    [...new Set(layers.flatMap((layer) => layer.people.flat()))]
      .filter((person) => inUse.has(person) && !isReached(person))
      .map((person) => ({ kind: 'unreachable' as const, person, rota })),
  );
  const unverified = people.flatMap(({ id: person, data }) =>
    ((data as Reach).methods ?? [])
      .filter(({ channel, address }) => !isVerified({ person, channel, address }))
      .map(({ id: method, channel }) => ({ kind: 'unverified' as const, person, method, channel })),
  );
  return [...unreachable, ...unverified];
}
