import { expect, it } from 'vitest';
import type { Message } from '../model/index.ts';
import { createInbox } from './inbox.ts';

const NONE: ReadonlySet<string> = new Set();
let arrived = 0;

function message(host: string, bytes = 10): Message {
  const topic = `watchcase/v1/up/7/acme/${host}/reading`;
  return { topic, payload: Buffer.alloc(bytes), retained: false, arrivedAt: ++arrived };
}

const hosts = (messages: readonly Message[]) => messages.map(({ topic }) => topic.split('/')[5]).join(' ');

it('gives messages in order, so many at a time', () => {
  const inbox = createInbox(() => false);
  for (let index = 0; index < 10_000; index++) inbox.offer(message(`h${index}`));
  const all: string[] = [];
  while (inbox.size() > 0) all.push(hosts(inbox.take(777, NONE)));
  expect(all.join(' ')).toBe(Array.from({ length: 10_000 }, (_, index) => `h${index}`).join(' '));
});

it('takes no more than it may hold, until some are taken', () => {
  const inbox = createInbox(() => false);
  let count = 0;
  while (inbox.offer(message('h'))) count++;
  expect(count).toBe(20_000);
  inbox.take(1, NONE);
  expect([inbox.offer(message('h')), inbox.offer(message('h'))]).toEqual([true, false]);
});

it('passes over hosts that wait, and takes one large message of each host', () => {
  const inbox = createInbox(() => false);
  const large = 5000;
  for (const one of [message('a', large), message('b'), message('a'), message('c'), message('a', large)])
    inbox.offer(one);
  const first = inbox.since();
  expect(hosts(inbox.take(10, new Set(['acme.c'])))).toBe('a b');
  expect(inbox.since()).toBe((first ?? 0) + 2);
  inbox.offer(message('b'));
  expect(hosts(inbox.take(1, NONE))).toBe('a');
  expect(hosts(inbox.take(10, NONE))).toBe('c a b');
  expect([inbox.size(), inbox.since()]).toEqual([0, undefined]);
});

it('keeps what it passes over as it came, whatever waits where it waited', () => {
  const inbox = createInbox(() => false);
  const busy = new Set(['acme.a']);
  const filled = (host: string, byte: number) => ({ ...message(host), payload: Buffer.alloc(1000, byte) });
  inbox.offer(filled('a', 1));
  for (let turn = 0; turn < 3; turn++) {
    // More than two buffers, so that each is used again.
    for (let index = 0; index < 2500; index++) inbox.offer(filled('b', 2));
    expect(inbox.take(5000, busy)).toHaveLength(2500);
  }
  expect(inbox.take(1, NONE).map(({ payload }) => payload.equals(Buffer.alloc(1000, 1)))).toEqual([true]);
});

it('lets what is live go first when that has waited; backlog that would wait long is left to its agent, in order', () => {
  const inbox = createInbox(({ topic }) => topic.includes('old'));
  const offer = (host: string, arrivedAt: number) => inbox.offer({ ...message(host), arrivedAt });
  const offered = [
    offer('old-0', 0),
    offer('h', 100),
    offer('old-1', 200),
    offer('h', 300),
    ...Array.from({ length: 10 }, (_, index) => offer(`old-${index + 2}`, 400 + index * 300)),
    offer('late', 4000),
  ];
  expect(offered.every(Boolean)).toBe(true);
  expect(inbox.noteLoad(4000)).toEqual({ waitedMs: 4000, isFull: false, taken: 0, left: 3 });
  expect(hosts(inbox.take(4, NONE))).toBe('old-0 h old-1 h');
  expect(hosts(inbox.take(10, NONE))).toBe('late old-2 old-3 old-4 old-5 old-6 old-7 old-8');
  expect([inbox.noteLoad(4000).taken, inbox.noteLoad(4000).taken]).toEqual([12, 0]);
});

it('takes no backlog before what came of it while nothing had to be told apart', () => {
  const inbox = createInbox(({ topic }) => topic.includes('old'));
  const offer = (host: string, arrivedAt: number) => inbox.offer({ ...message(host), arrivedAt });
  for (let at = 0; at < 100; at++) offer(at === 99 ? 'old' : `h${at}`, 0);
  for (let at = 0; at < 5; at++) offer('old', 300 + at);
  offer('h0', 400);
  const taken: string[] = [];
  while (inbox.size() > 0) taken.push(hosts(inbox.take(20, NONE)));
  expect(taken.slice(0, 4).join(' ')).not.toContain('old');
  // All that stood before it, then a tenth of each turn.
  expect(taken.slice(4).map((turn) => turn.split(' ').slice(-6).join(' '))).toEqual([
    'h94 h95 h96 h97 h98 old',
    'h0 old old old old old',
  ]);
});

it('says how long what is live has waited, and that some was refused, once', () => {
  const inbox = createInbox(() => false);
  inbox.offer({ ...message('h'), arrivedAt: 1000 });
  expect(inbox.noteLoad(3500)).toEqual({ waitedMs: 2500, isFull: false, taken: 0, left: 0 });
  while (inbox.offer(message('h')));
  expect([inbox.noteLoad(0).isFull, inbox.noteLoad(0).isFull]).toEqual([true, false]);
});

it('knows until when all was heard: what waits, or was refused, may be what seems not to come', () => {
  const inbox = createInbox(() => false);
  expect(inbox.heardUntil(9)).toBe(9);
  const offer = (arrivedAt: number) => inbox.offer({ ...message('h'), arrivedAt });
  offer(10);
  expect(inbox.heardUntil(2000)).toBe(10);
  inbox.take(1, NONE);
  expect(inbox.heardUntil(2000)).toBe(2000);
  while (offer(3000));
  inbox.take(20_000, NONE);
  expect(inbox.heardUntil(4000)).toBe(3000);
  expect(inbox.noteLoad(4000).isFull).toBe(true);
  expect(inbox.heardUntil(4500)).toBe(3000);
  inbox.noteLoad(5000);
  expect(inbox.heardUntil(5500)).toBe(5500);
});
