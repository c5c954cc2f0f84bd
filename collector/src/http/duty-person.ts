import { UserError } from '@watchcase/runtime';
import type { FastifyRequest } from 'fastify';
import { may } from '../access/index.ts';
import { foldText, isRetired, type Snapshot } from '../directory/index.ts';
import type { HttpRooms } from './rooms.ts';

type Asking = Pick<FastifyRequest, 'asker'>;

/** The person of the directory that whoever asks is: by the account's mail address, else by its name where one of the two has no address to compare; undefined where that is nobody, or several. */
export async function ownPerson(
  { store }: Pick<HttpRooms, 'store'>,
  { asker }: Asking,
  directory: Snapshot,
): Promise<string | undefined> {
  const people = directory.all('people').filter((one) => !isRetired(one));
  const account = await store.db
    .selectFrom('accounts')
    .select('email')
    .where('id', '=', asker.accountId)
    .executeTakeFirst();
  const mail = foldText(account?.email ?? '');
  const name = foldText(asker.name);
  const hasMail = (value: unknown) => typeof value === 'string' && foldText(value) === mail;
  const byMail = people.filter(({ data }) => mail !== '' && hasMail(data['mail']));
  // Two may have one name: whoever has another address is somebody else.
  const byName = people
    .filter(({ data }) => mail === '' || data['mail'] === undefined)
    .filter(({ id, data }) => id === name || foldText(String(data['name'])) === name);
  const found = byMail.length > 0 ? byMail : byName;
  return found.length === 1 ? found[0]?.id : undefined;
}

/** True of whoever may decide for others. */
export function decidesForOthers({ asker }: Asking): boolean {
  return may(asker, 'desk.change').ok && asker.customers === null;
}

/** For whom something is done: themselves, or who is named by those who decide for others. Errors: DUTY_NOT_YOURS, DUTY_PERSON_UNKNOWN. */
export async function personFor(
  rooms: Pick<HttpRooms, 'store'>,
  request: Asking,
  { directory, named }: { directory: Snapshot; named: string | undefined },
): Promise<string> {
  if (named !== undefined && decidesForOthers(request)) return named;
  const own = await ownPerson(rooms, request, directory);
  if (own === undefined)
    throw new UserError({
      code: 'DUTY_PERSON_UNKNOWN',
      place: request.asker.name,
      message: 'nobody in the directory has the mail address or the name of your account',
      fix: 'let the person have the mail address of the account (people, mail), or name one with "person"',
    });
  if (named !== undefined && named !== own) throw notYours(named);
  return own;
}

/** Only who decides for others may do that. */
export function notYours(place: string): UserError {
  return new UserError({
    code: 'DUTY_NOT_YOURS',
    place,
    message: 'that is for the person themselves, or for a manager',
    fix: 'put yourself on duty, ask for a swap, or ask a manager',
  });
}
