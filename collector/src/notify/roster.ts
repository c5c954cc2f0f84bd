import { type Language, type PersonRecord, type Severity, severitySchema } from '@watchcase/api';
import { type ContactMethod, methodsAt, type Reach } from '@watchcase/oncall';
import { machineZone } from '@watchcase/runtime';
import type { PageReason } from '../model/index.ts';
import type { Store, Tx } from '../store/index.ts';
import type { DutyPerson } from './config.ts';

/** One way to reach a person. */
export interface PersonalWay {
  /** A channel of the config. */
  channel: string;
  /** Where by it; null where the config says it. */
  address: string | null;
  /** How long after the page it is used, should nobody have answered by then. Milliseconds. */
  afterMs: number;
  /** Not before this moment, Unix milliseconds; null where nothing holds it back. */
  heldUntil: number | null;
}

/** Somebody who can be paged. */
export interface RosterPerson {
  /** What stands in `pages.person`: the id in the directory, else the name in the config. */
  id: string;
  /** Shown to people. */
  name: string;
  language: Language;
  zone: string;
  /** For which cases without a chain they are paged. */
  severities: readonly Severity[];
}

/** What a person is paged about. */
export interface PageWanted {
  severity: Severity;
  reason: PageReason;
  /** Unix milliseconds. */
  at: number;
  /** A step, or somebody, asks for this channel in place of the person's own rules. */
  channel?: string;
}

/** Everybody who can be paged, at one moment; it never changes. */
export interface Roster {
  /** By id, else by name, without regard to case. Undefined for nobody who is known. */
  find(nameOrId: string): RosterPerson | undefined;
  /** By which ways, when; empty where there is none. `person` as `find` takes it. */
  waysOf(person: string, page: PageWanted): PersonalWay[];
  /** The people of the config's `duty`, in order. */
  duty: readonly DutyPerson[];
}

/** The roster as it is committed, or as it is in a transaction. */
export type RosterSource = (db: Store['db'] | Tx) => Promise<Roster>;

/** What a roster is made of. */
export interface RosterParts {
  duty: readonly DutyPerson[];
  /** People of the directory who are in use, by id. */
  people: readonly (PersonRecord & Reach)[];
  /** Channels of the config; true of those that can reach a person at an address of their own. */
  channels?: ReadonlyMap<string, boolean>;
  /** Whether a person has shown that an address is theirs. */
  isVerified?(method: { person: string; channel: string; address: string }): boolean;
}

interface Known extends RosterPerson {
  onDuty: DutyPerson | undefined;
  reach: Reach;
}

/** Makes the roster (pure). Somebody of `duty` who bears the id or the name of one person in the directory is that person. */
export function createRoster(parts: RosterParts): Roster {
  const { duty, people } = parts;
  const found = new Map<string, Known>();
  const add = (nameOrId: string, one: Known) => {
    for (const key of [nameOrId, foldName(nameOrId)]) if (!found.has(key)) found.set(key, one);
  };
  const fromDirectory = people.map((person) => knownOf(person, dutyOf(person, parts)));
  for (const one of fromDirectory) add(one.id, one);
  for (const onDuty of duty)
    add(onDuty.name, fromDirectory.find((one) => one.onDuty === onDuty) ?? knownOnDuty(onDuty));
  for (const one of fromDirectory) add(one.name, one);
  const find = (nameOrId: string) => found.get(nameOrId) ?? found.get(foldName(nameOrId));
  return { duty, find, waysOf: (person, page) => waysOf(find(person), page, parts) };
}

/** A person's own methods go before what the config says of them; only those are used that are known to be theirs. */
function waysOf(person: Known | undefined, page: PageWanted, parts: RosterParts): PersonalWay[] {
  if (person === undefined) return [];
  const { onDuty, reach, id, zone } = person;
  const asked = page.channel;
  const isUsable = ({ channel, address }: ContactMethod) =>
    parts.channels?.get(channel) === true && parts.isVerified?.({ person: id, channel, address }) === true;
  const wanted = reach.methods?.filter((method) => method.channel === asked && isUsable(method)) ?? [];
  if (asked !== undefined && wanted.length === 0) {
    const isShared = parts.channels?.get(asked) === false;
    if (isShared || onDuty?.channels.includes(asked) === true) return [plainWay(asked)];
  }
  const uses = methodsAt(reach, { ...page, zone, isUsable, ...(wanted.length > 0 ? { wanted } : {}) });
  if (uses.length === 0) return (onDuty?.channels ?? []).map(plainWay);
  return uses.map(({ method: { channel, address }, ...when }) => ({ channel, address, ...when }));
}

function plainWay(channel: string): PersonalWay {
  return { channel, address: null, afterMs: 0, heldUntil: null };
}

function dutyOf({ id, name }: PersonRecord, { duty, people }: RosterParts): DutyPerson | undefined {
  const byId = duty.find((one) => foldName(one.name) === foldName(id));
  if (byId !== undefined) return byId;
  const namesakes = people.filter((one) => foldName(one.name) === foldName(name));
  return namesakes.length === 1 ? duty.find((one) => foldName(one.name) === foldName(name)) : undefined;
}

function knownOf(person: PersonRecord & Reach, onDuty: DutyPerson | undefined): Known {
  const { id, name, language, zone } = person;
  return {
    reach: person,
    id,
    name,
    language: language ?? onDuty?.language ?? 'en',
    zone: zone ?? onDuty?.zone ?? machineZone(),
    severities: onDuty?.severities ?? severitySchema.options,
    onDuty,
  };
}

function knownOnDuty(onDuty: DutyPerson): Known {
  const { name, language, zone, severities } = onDuty;
  return { id: name, name, language, zone: zone ?? machineZone(), severities, onDuty, reach: {} };
}

/** Upper case starts a key of its own, so that two of `duty` whose names differ in that alone stay two. */
function foldName(nameOrId: string): string {
  return nameOrId.normalize('NFC').toLowerCase();
}
