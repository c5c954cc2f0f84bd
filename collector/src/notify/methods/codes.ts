import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { type Clock, type Log, UserError } from '@watchcase/runtime';
import type { SendResult } from '../../model/index.ts';
import type { Store, Tx } from '../../store/index.ts';
import { addressed } from '../addressed.ts';
import type { ChannelInstance } from '../config.ts';
import { type Trial, tryChannel } from '../try-channel.ts';
import { decideSend, isOpen } from './decide-code.ts';
import type { MethodPlace } from './read-verified.ts';

/** What codes need. */
export interface CodeNeeds {
  store: Store;
  /** Channels that reach people at addresses of their own. */
  addressable: readonly ChannelInstance[];
  /** Signs the codes that are kept. */
  secret: string;
  clock: Clock;
  log: Log;
}

/** Finds out whether an address is a person's: a code goes there, and comes back by the person. */
export interface MethodCodes {
  /** Sends one, and says what the other side said. Errors: METHOD_CODE_TOO_SOON, CHANNEL_NOT_FOUND, METHOD_ADDRESS_INVALID. */
  send(method: MethodPlace, reader: Omit<Trial, 'code' | 'address'>): Promise<SendResult>;
  /** Takes one that was typed in: the address is verified from then on. Errors: METHOD_CODE_OVER, METHOD_CODE_WRONG. */
  check(method: MethodPlace, code: string): Promise<void>;
}

const DIGITS = 6;

/** Builds it over the store. */
export function createMethodCodes(needs: CodeNeeds): MethodCodes {
  const { store, secret, clock } = needs;
  return {
    async send(method, reader) {
      const instance = instanceFor(needs.addressable, method);
      const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
      await store.transaction((tx) =>
        keepCode(tx, method, { hash: hashOf(secret, method, code), now: clock.now() }),
      );
      return tryChannel(instance, { ...reader, code, address: method.address }, needs);
    },
    async check(method, code) {
      const end = await store.transaction((tx) =>
        tryCode(tx, method, { hash: hashOf(secret, method, code), now: clock.now() }),
      );
      if (end !== 'right') throw codeFault(end, method);
    },
  };
}

function instanceFor(
  addressable: readonly ChannelInstance[],
  { channel, address }: MethodPlace,
): ChannelInstance {
  const instance = addressable.find(({ name }) => name === channel);
  if (instance === undefined)
    throw new UserError({
      code: 'CHANNEL_NOT_FOUND',
      place: channel,
      message: 'there is no such channel that reaches people at addresses of their own',
      fix: `there are: ${addressable.map(({ name }) => name).join(', ') || '(none)'}`,
    });
  const to = addressed(instance, address);
  if (!('fault' in to)) return to;
  throw new UserError({
    code: 'METHOD_ADDRESS_INVALID',
    place: channel,
    message: to.fault,
    fix: 'correct the address',
  });
}

async function keepCode(
  tx: Tx,
  method: MethodPlace,
  { hash, now }: { hash: string; now: number },
): Promise<void> {
  const last = await readCode(tx, method);
  const decision = decideSend(last, now);
  if (decision.because !== 'send')
    throw new UserError({
      code: 'METHOD_CODE_TOO_SOON',
      place: method.channel,
      message:
        decision.because === 'too-soon'
          ? 'a code was sent less than a minute ago'
          : 'five codes were sent to this address within an hour',
      fix: `wait ${Math.ceil((decision.nextAt - now) / 1000)} s, and look for the last one meanwhile`,
    });
  const { counted_from, count } = decision;
  const row = { code_hash: hash, sent_at: now, tries: 0, counted_from, count };
  await tx
    .insertInto('method_codes')
    .values({ ...placeOf(method), ...row })
    .onConflict((conflict) => conflict.columns(['person', 'channel', 'address']).doUpdateSet(row))
    .execute();
}

/** Each try counts before it is judged, so that many at once are no more than five. */
async function tryCode(
  tx: Tx,
  method: MethodPlace,
  { hash, now }: { hash: string; now: number },
): Promise<'right' | 'wrong' | 'over'> {
  const row = await readCode(tx, method);
  if (row === undefined || !isOpen(row, now)) return 'over';
  const counted = await whereMethod(tx.updateTable('method_codes').set({ tries: row.tries + 1 }), method)
    .where('tries', '=', row.tries)
    .executeTakeFirst();
  if (counted.numUpdatedRows !== 1n) return 'wrong';
  if (!timingSafeEqual(Buffer.from(row.code_hash), Buffer.from(hash))) return 'wrong';
  await whereMethod(tx.deleteFrom('method_codes'), method).execute();
  await tx
    .insertInto('verified_methods')
    .values({ ...placeOf(method), verified_at: now })
    .onConflict((conflict) => conflict.columns(['person', 'channel', 'address']).doNothing())
    .execute();
  return 'right';
}

function readCode(tx: Tx, method: MethodPlace) {
  return whereMethod(tx.selectFrom('method_codes').selectAll(), method).executeTakeFirst();
}

function whereMethod<Q extends { where(column: string, is: '=', value: string): Q }>(
  query: Q,
  { person, channel, address }: MethodPlace,
): Q {
  return query.where('person', '=', person).where('channel', '=', channel).where('address', '=', address);
}

function placeOf({ person, channel, address }: MethodPlace): MethodPlace {
  return { person, channel, address };
}

function hashOf(secret: string, { person, channel, address }: MethodPlace, code: string): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify([person, channel, address, code]))
    .digest('hex');
}

function codeFault(end: 'wrong' | 'over', { channel }: MethodPlace): UserError {
  return end === 'wrong'
    ? new UserError({
        code: 'METHOD_CODE_WRONG',
        place: channel,
        message: 'this is not the code that was sent last',
        fix: 'type in the six digits of the last message; after five tries ask for a new code',
      })
    : new UserError({
        code: 'METHOD_CODE_OVER',
        place: channel,
        message:
          'no code is waited for: it is older than ten minutes, was tried five times, or none was sent',
        fix: 'ask for a new code',
      });
}
