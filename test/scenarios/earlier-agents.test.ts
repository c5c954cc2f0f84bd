import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ackSchema, enrolReplySchema } from '@watchcase/protocol';
import { isAck } from '@watchcase/protocol/light';
import { expect, it } from 'vitest';
import {
  createIngest,
  createMemory,
  type HostState,
  type Intake,
  newHostState,
} from '../../collector/src/ingest/index.ts';
import { repositoryRoot } from '../house/tree.ts';

interface Recorded {
  /** `up` from the agent, `down` from the collector, `will` what the broker was to say of the agent. */
  dir: 'up' | 'down' | 'will';
  /** Unix milliseconds at which it passed. */
  at: number;
  topic: string;
  payload: string;
}

/** What an agent and a collector of version 0.1 said to each other. See the README beside it. */
const { reply, messages } = JSON.parse(
  readFileSync(join(repositoryRoot, 'test/fixtures/wire-of-0.1/messages.json'), 'utf8'),
) as { reply: unknown; messages: Recorded[] };
const up = messages.filter(({ dir }) => dir === 'up');
const acks = messages.filter(({ dir }) => dir === 'down');

/** Today's door of the collector hears all of it; gives what it understood. */
function hear(heard: readonly Recorded[]) {
  const start = heard[0]?.at ?? 0;
  const ingest = createIngest(createMemory(), start);
  ingest.setListening(true, start);
  ingest.addHost(
    newHostState({
      id: 'acme.db1',
      identity: { customer: 'acme', host: 'db1' },
      customerId: 'acme',
      siteId: 'main',
      name: 'db1',
      now: start,
    }),
  );
  const intakes = heard.map(({ topic, payload, at }) =>
    ingest.take([{ topic, payload: Buffer.from(payload), retained: false, arrivedAt: at }]),
  );
  const host = ingest.host('acme.db1') as HostState;
  return {
    refused: intakes.flatMap((one: Intake) => [...one.refused.keys()]),
    readings: intakes.flatMap(({ observations }) =>
      observations.filter(({ seq }) => seq > 0).map(({ epoch, seq, values }) => ({ epoch, seq, values })),
    ),
    events: intakes.flatMap(({ events }) => events.map(({ kind, data }) => ({ kind, data }))),
    cursors: [...host.cursors],
    version: host.agentVersion,
    streams: [...host.streams],
  };
}

/** As a later version may say it: each object has a part that nobody here knows. */
function withMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? withMore(item) : item));
  if (!isObject(value)) return value;
  // Tags and an event's data are names of the sender's own: what is new there is no unknown field.
  const known = Object.entries(value).map(([key, item]) => [
    key,
    key === 'tags' || key === 'data' ? item : withMore(item),
  ]);
  return { ...(Object.fromEntries(known) as object), fromLater: { of: [1, 'x', null] } };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const later = (one: Recorded): Recorded => ({
  ...one,
  payload: JSON.stringify(
    withMore(JSON.parse(one.payload.replaceAll('"agent":"0.1.0"', '"agent":"7.0.0-beta"'))),
  ),
});

it('an agent of version 0.1 is understood, over a break of its connection too', () => {
  const { refused, readings, cursors, version, streams } = hear(up);
  // What the collector of that time had committed, and the agent had not heard of when its connection broke, came again.
  expect(refused.filter((reason) => reason !== 'duplicate' && reason !== 'gap')).toEqual([]);
  const [epoch, seq = 0] = cursors.at(-1) ?? [];
  expect(seq).toBeGreaterThan(15);
  const sequence = up.flatMap(({ topic, payload }) => (topic.endsWith('/event') ? [payload] : []));
  expect(readings.length + new Set(sequence).size).toBe(seq);
  expect(new Set(readings.map((one) => one.epoch))).toEqual(new Set([epoch]));
  expect(readings.at(-1)?.values.filter((value) => value !== null).length).toBeGreaterThan(70);
  expect([version, streams.length]).toEqual(['0.1.0', 1]);
});

it('a later one, which says more than is known here, is understood as if it had not', () => {
  const [now, then] = [hear(up), hear(up.map(later))];
  expect(then).toEqual({ ...now, version: '7.0.0-beta' });
});

it('a collector of version 0.1 is understood, and a later one that says more', () => {
  expect(acks.length).toBeGreaterThan(3);
  for (const { payload } of acks.flatMap((one) => [one, later(one)])) {
    expect(isAck(JSON.parse(payload)), payload).toBe(true);
    expect(ackSchema.safeParse(JSON.parse(payload)).success).toBe(true);
  }
});

it('so is what either answers to who joins', () => {
  expect(enrolReplySchema.parse(reply)).toEqual(reply);
  expect(enrolReplySchema.parse(withMore(reply))).toEqual(reply);
});
