import type { Account, ChatService, ChatUser, Language, Role } from '@watchcase/api';

/** Somebody who may be known by chat: of the directory, or of config's duty. */
export interface ChatPerson {
  /** Of the directory; undefined of config's duty. */
  id: string | undefined;
  name: string;
  mail: string | undefined;
  language: Language;
  zone: string;
  chat: readonly ChatUser[];
}

/** What somebody may be asked for. */
export interface Standing {
  id: string;
  role: Role;
  /** Null for all. */
  customers: readonly string[] | null;
  teams: readonly string[];
}

/** Who a user of a service is (pure); undefined for nobody, and for several: then it is not known who it is. */
export function decideKnown(
  service: ChatService,
  user: string,
  people: readonly ChatPerson[],
): ChatPerson | undefined {
  const found = people.filter(({ chat }) => chat.some((one) => one.service === service && one.user === user));
  return found.length === 1 ? found[0] : undefined;
}

/**
 * What a person may (pure): what their account may, found by its mail address, or by its name where one of the two has no address; of who has none, what an
 * engineer may. Undefined for who has an account that may not sign in any more.
 */
export function decideStanding(person: ChatPerson, accounts: readonly Account[]): Standing | undefined {
  const fold = (text: string) => text.normalize('NFKC').trim().toLowerCase();
  const mail = fold(person.mail ?? '');
  const byMail = accounts.filter(({ email }) => mail !== '' && fold(email ?? '') === mail);
  const byName = accounts.filter(
    ({ name, email }) =>
      (mail === '' || email === null) &&
      [person.name, person.id].some((one) => one !== undefined && fold(one) === fold(name)),
  );
  const own = byMail.length > 0 ? byMail : byName;
  const active = own.filter(({ retiredAt }) => retiredAt === null);
  if (own.length > 0 && active.length === 0) return undefined;
  const [account, ...more] = active;
  if (account === undefined || more.length > 0)
    return { id: person.id ?? person.name, role: 'engineer', customers: null, teams: [] };
  return { id: account.id, role: account.role, customers: account.customers, teams: account.teams };
}
