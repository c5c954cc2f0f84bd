import type { PersonRecord } from '@watchcase/api';
import type { Clock, Log } from '@watchcase/runtime';
import type { Access } from '../access/index.ts';
import { type ChatIn, type ChatPerson, openChatIn, readCases } from '../chat-in/index.ts';
import type { CollectorConfig } from '../config.ts';
import { type Directory, isRetired, type Snapshot } from '../directory/index.ts';
import type { Roster } from '../notify/index.ts';
import type { Owners } from '../owners.ts';
import type { Store } from '../store/index.ts';
import type { OwnAddress } from './own-address.ts';
import { reachable } from './people-asked.ts';
import { rosterOver } from './roster.ts';

/** What people who answer by chat are known by, and act through. */
export interface ChatParts {
  config: CollectorConfig;
  store: Store;
  directory: Directory;
  access: Access;
  owners: Owners;
  address: OwnAddress;
  clock: Clock;
  log: Log;
}

/** Opens the doors for answers to pages, as the config's `replies` says. */
export function openChat(parts: ChatParts): ChatIn {
  const { config, store, directory, access, owners, address, clock, log } = parts;
  const rosterOf = rosterOver(config, directory);
  return openChatIn({
    store,
    ways: config.replies,
    people: async () => peopleOf(await rosterOf(store.db), await directory.current()),
    accounts: access.accounts.list,
    onDuty: async (nameOrId) => reachable(await rosterOf(store.db), nameOrId, clock.now()),
    cases: readCases(store, address.public),
    act: owners.act,
    isOurs: () => owners.isOurs(undefined),
    clock,
    log,
  });
}

/** Everybody of the directory who is not out of use, and of config's duty who is not one of them (pure). */
function peopleOf(roster: Roster, directory: Snapshot): ChatPerson[] {
  const records = directory.all('people').filter((one) => !isRetired(one));
  const duty = roster.duty.map((one) => ({ one, id: roster.find(one.name)?.id ?? one.name }));
  const recorded = records.flatMap(({ id, data }): ChatPerson[] => {
    const person = roster.find(id);
    if (person === undefined) return [];
    const { mail, chat = [] } = data as unknown as PersonRecord;
    const more = duty.filter((of) => of.id === id).flatMap(({ one }) => one.chat ?? []);
    return [{ ...named(person), id, mail, chat: [...chat, ...more] }];
  });
  const known = new Set(records.map(({ id }) => id));
  const others = duty.flatMap(({ one, id }): ChatPerson[] => {
    const person = roster.find(one.name);
    if (person === undefined || known.has(id)) return [];
    return [{ ...named(person), id: undefined, mail: undefined, chat: one.chat ?? [] }];
  });
  return [...recorded, ...others];
}

function named({ name, language, zone }: Pick<ChatPerson, 'name' | 'language' | 'zone'>) {
  return { name, language, zone };
}
