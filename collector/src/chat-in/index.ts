import { type Clock, type Log, UserError } from '@watchcase/runtime';
import type { ReplyWay } from './config.ts';
import type { ChatAnswer, ChatRequest, RefusedBecause, Said } from './contract.ts';
import { parseCommand } from './parse-command.ts';
import { createSeenIds } from './seen.ts';
import { createTakeSaid, type SaidNeeds } from './take-said.ts';
import { taken } from './contract.ts';
import type { Store } from '../store/index.ts';

export { replyWaySchema, type ReplyWay } from './config.ts';
export type { ChatAnswer, ChatRequest } from './contract.ts';
export type { ChatPerson } from './decide-known.ts';
export { readCases } from './read-cases.ts';

/** Answers to pages by chat. */
export interface ChatIn {
  /**
   * Takes one request of a service. Errors: NOT_FOUND, CHAT_SIGNATURE_WRONG, CHAT_CLOCK_OFF, CHAT_UNREADABLE. Rejects when the store is away: the service
   * sends it again.
   */
  take(name: string, request: ChatRequest): Promise<ChatAnswer>;
  stop(): Promise<void>;
}

/** What it needs beside what answering does. */
export interface ChatNeeds extends SaidNeeds {
  store: Store;
  ways: readonly ReplyWay[];
  /** Whether this collector is the one that fetches, where services are asked. */
  isOurs(): boolean;
}

/** Services give up after three seconds; what is asked of them in between must be done before. */
const ANSWER_MS = 1500;

/** Opens the doors of the config's `replies`. */
export function openChatIn(needs: ChatNeeds): ChatIn {
  const { ways, clock, log } = needs;
  const takeSaid = createTakeSaid(needs);
  const seen = createSeenIds(needs.store);
  const ending = new AbortController();

  const underWay = new Map<string, Promise<ChatAnswer>>();

  /** What comes twice at once waits for the first, and gets no second answer either. */
  async function deal(way: ReplyWay, said: Said): Promise<ChatAnswer> {
    // The talk of a group leaves nothing behind.
    if (!said.isToUs && parseCommand(said.text) === undefined) return said.heard ?? taken;
    const key = `${way.name} ${said.id}`;
    const before = underWay.get(key);
    if (before !== undefined) return before.then(() => said.heard ?? taken);
    const dealing = dealOnce(way, said, key).finally(() => underWay.delete(key));
    underWay.set(key, dealing);
    return dealing;
  }

  /** A thing that is dealt with is not dealt with again. */
  async function dealOnce(way: ReplyWay, said: Said, key: string): Promise<ChatAnswer> {
    if (!(await seen.begin(key, clock.now()))) {
      log.info({ code: 'CHAT_SEEN', reply: way.name }, 'what came was dealt with already');
      return said.heard ?? taken;
    }
    const inTime = <T>(work: (signal: AbortSignal) => Promise<T>) => within(ending.signal, clock, work);
    const answer = await inTime((signal) => takeSaid(way, said, signal));
    const { response, lost } = await inTime((signal) => said.answer(answer, signal));
    if (lost !== undefined)
      log.warn({ code: 'CHAT_ANSWER_LOST', reply: way.name, detail: lost }, 'an answer could not be sent');
    await seen.end(key, clock.now());
    return response;
  }

  const polling = ways
    .filter(({ service, options }) => service.polls?.(options) === true)
    .map((way) =>
      poll(way, needs, { signal: ending.signal, take: (said) => deal(way, said).then(() => undefined) }),
    );

  return {
    async take(name, request) {
      const way = ways.find((one) => one.name === name);
      if (way === undefined)
        throw new UserError({ code: 'NOT_FOUND', place: name, message: 'nobody answers pages here' });
      const reading = way.service.read(request, way.options, clock.now());
      if (reading.is === 'answered') return reading.answer;
      if (reading.is === 'said') return deal(way, reading.said);
      const fault = faultOf(name, reading);
      log.warn({ code: fault.code, reply: name, detail: fault.message }, 'what came by chat is not believed');
      throw new UserError(fault);
    },
    async stop() {
      ending.abort(new Error('the collector ends'));
      await Promise.all(polling);
    },
  };
}

function faultOf(
  place: string,
  { because, offMs = Number.NaN }: { because: RefusedBecause; offMs?: number },
) {
  if (because === 'clock') {
    const far = Number.isFinite(offMs) ? `${Math.round(offMs / 1000)} s` : 'more than can be said';
    const message = `it is signed, and its time differs from ours by ${far}`;
    return { code: 'CHAT_CLOCK_OFF', place, message, fix: 'set the clock of the collector’s machine' };
  }
  if (because === 'unreadable')
    return { code: 'CHAT_UNREADABLE', place, message: 'this is nothing that the service is known to send' };
  const fix = 'compare the secret in the config with the one of the service';
  return { code: 'CHAT_SIGNATURE_WRONG', place, message: 'it is not signed by the service', fix };
}

/** What a service is asked while `work` is done must not take longer. */
async function within<T>(
  ending: AbortSignal,
  clock: Clock,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = clock.after(ANSWER_MS, () => late.abort(new Error('timed out')));
  try {
    return await work(AbortSignal.any([ending, late.signal]));
  } finally {
    timer.cancel();
  }
}

/** Fetches until the collector ends; a fault is told once until it is over. */
async function poll(
  { name, service, options }: ReplyWay,
  { clock, log, isOurs }: { clock: Clock; log: Log; isOurs(): boolean },
  { signal, take }: { signal: AbortSignal; take(said: Said): Promise<void> },
): Promise<void> {
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (signal.aborted) return resolve();
      const timer = clock.after(ms, resolve);
      signal.addEventListener('abort', () => (timer.cancel(), resolve()), { once: true });
    });
  const failed = (detail: string) =>
    log.warn({ code: 'CHAT_NOT_FETCHED', reply: name, detail }, 'answers cannot be fetched; tried again');
  await service.poll?.(options, { signal, take, isOurs, pause, failed });
}
