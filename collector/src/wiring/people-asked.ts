import { type Severity, severities } from '@watchcase/api';
import type { Clock } from '@watchcase/runtime';
import type { CollectorConfig } from '../config.ts';
import { type Directory, dutiesOf, isRetired, type Snapshot } from '../directory/index.ts';
import type { HttpRooms } from '../http/index.ts';
import type { Roster, RosterSource } from '../notify/index.ts';
import type { Store } from '../store/index.ts';

/** Who can be told of a case, and who is on duty. */
export function peopleAsked(parts: {
  config: CollectorConfig;
  rosterOf: RosterSource;
  store: Store;
  directory: Directory;
  clock: Clock;
}): Pick<HttpRooms, 'people' | 'reachable' | 'onDuty'> {
  const { config, rosterOf, store, directory, clock } = parts;
  return {
    async people() {
      const [roster, snapshot] = [await rosterOf(store.db), await directory.current()];
      const recorded = snapshot.all('people').filter((one) => !isRetired(one));
      const all = [...config.duty.map(({ name }) => name), ...recorded.map(({ id }) => id)];
      return [...new Set(all.flatMap((one) => reachable(roster, one, clock.now()) ?? []))];
    },
    reachable: async (nameOrId) => reachable(await rosterOf(store.db), nameOrId, clock.now()),
    async onDuty() {
      const [roster, snapshot] = [await rosterOf(store.db), await directory.current()];
      const byRotas = onDutyBy(snapshot, roster, clock.now());
      return byRotas ?? config.duty.map(({ name, severities: of }) => ({ name, severities: of }));
    },
  };
}

/** By what name somebody is told when a case is handed on to them (pure); undefined for nobody, and for who cannot be told. */
export function reachable(roster: Roster, nameOrId: string, at: number): string | undefined {
  const person = roster.find(nameOrId);
  if (person === undefined) return undefined;
  const ways = roster.waysOf(person.id, { severity: 'critical', reason: 'handed-on', at });
  return ways.length === 0 ? undefined : person.name;
}

/** Who is on duty by the rotas, each once, and for what (pure); undefined where there is no rota. */
function onDutyBy(
  directory: Snapshot,
  roster: Roster,
  at: number,
): { name: string; severities: readonly Severity[] }[] | undefined {
  const duties = dutiesOf(directory);
  if (duties.rotas.length === 0) return undefined;
  const found = new Map<string, Set<Severity>>();
  for (const { id } of duties.rotas)
    for (const { rota, people } of duties.who({ rota: id }, at))
      for (const person of people) {
        const name = roster.find(person)?.name ?? person;
        const own = found.get(name) ?? new Set<Severity>();
        for (const one of rota.severities ?? severities) own.add(one);
        found.set(name, own);
      }
  return [...found].map(([name, own]) => ({ name, severities: severities.filter((one) => own.has(one)) }));
}
