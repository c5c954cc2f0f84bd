import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  downTopic,
  enrolRequestSchema,
  eventSchema,
  hostId,
  identityOf,
  isSlug,
  type Layout,
  layoutId,
  layoutSchema,
  parseReading,
  parseDownTopic,
  parseUpTopic,
  presenceSchema,
  readingSchema,
  shardOf,
  shortReadingSchema,
  slugOf,
  upTopic,
} from './index.ts';

const reading = { sent: 5, epoch: 1, seq: 2, after: 1, layout: 'x', time: 4, values: [1, null, -0.5] };

/** A reading with some of its parts replaced by anything. */
const nearly = fc
  .record(
    {
      sent: fc.oneof(fc.nat(), fc.anything()),
      epoch: fc.oneof(fc.nat(), fc.anything()),
      seq: fc.oneof(fc.integer(), fc.anything()),
      after: fc.oneof(fc.integer(), fc.double()),
      layout: fc.oneof(fc.string(), fc.anything()),
      time: fc.oneof(fc.nat(), fc.constant(253_402_300_800_000)),
      values: fc.array(fc.oneof(fc.double(), fc.constant(null), fc.string())),
      more: fc.anything(),
    },
    { requiredKeys: [] },
  )
  .map((parts) => ({ ...reading, ...parts }));

/** A short reading with some of its parts replaced by anything. */
const nearlyShort = fc
  .record(
    {
      0: fc.oneof(fc.nat(), fc.double()),
      1: fc.integer({ min: -1, max: 3 }),
      2: fc.integer({ min: -1, max: 3 }),
      3: fc.oneof(fc.integer(), fc.anything()),
      4: fc.oneof(fc.integer(), fc.constant(86_400_001)),
      5: fc.array(
        fc.oneof(fc.double(), fc.constant(null), fc.array(fc.integer({ max: 2 }), { maxLength: 2 })),
      ),
      6: fc.constant(1),
    },
    { requiredKeys: [] },
  )
  .map((parts) => Object.assign([1, 2, 1, 10_000, 3, [1, [2], null]] as unknown[], parts));

describe('a reading', () => {
  it('is read by the hot path exactly as by the schema', () => {
    fc.assert(
      fc.property(fc.oneof(nearly, nearlyShort, fc.jsonValue()), (value) => {
        const text = JSON.stringify(value) ?? 'undefined';
        const parsed =
          text === 'undefined' ? undefined : readingSchema.or(shortReadingSchema).safeParse(JSON.parse(text));
        // What neither knows stays where it was, and is looked at by nobody.
        if (parsed?.data === undefined) expect(parseReading(text)).toBeUndefined();
        else expect(parseReading(text)).toMatchObject(parsed.data);
      }),
      { numRuns: 1000 },
    );
    expect(parseReading(JSON.stringify(reading))).toEqual(reading);
    expect(parseReading('{')).toBeUndefined();
  });
});

describe('texts with zero bytes', () => {
  it('lose them, so that every database can keep them', () => {
    const presence = {
      session: 1,
      state: 'online',
      time: 0,
      reason: 'connected',
      epoch: 1,
      intervalMs: 1000,
      streams: [],
      name: 'd\0b1',
      agent: '\0',
      platform: 'linux\0',
    };
    expect(presenceSchema.parse(presence)).toMatchObject({ name: 'db1', agent: '', platform: 'linux' });
    const event = {
      sent: 1,
      epoch: 1,
      seq: 1,
      after: 0,
      time: 1,
      kind: 'backup-end',
      data: {
        job: 'e\0rp',
        run: 'r',
        ok: true,
        exitCode: 0,
        durationSeconds: 1,
        sizeBytes: 1,
        output: 'a\0b',
      },
    };
    expect(eventSchema.parse(event)).toMatchObject({ data: { job: 'erp', output: 'ab' } });
    expect(enrolRequestSchema.parse({ token: 'x'.repeat(16), name: 'd\0b' }).name).toBe('db');
    expect(enrolRequestSchema.safeParse({ token: 'x'.repeat(16), name: '\0' }).success).toBe(false);
  });

  it('make no layout, since its id is made of them', () => {
    const content = (value: string): Omit<Layout, 'id'> => ({
      stream: '15s',
      intervalMs: 15_000,
      groups: [{ measurement: 'disk', tags: { path: value }, fields: [['used', 'bytes']] }],
    });
    const taken = (value: string) =>
      layoutSchema.safeParse({ ...content(value), id: layoutId(content(value)) }).success;
    expect([taken('/var'), taken('/v\0ar'), taken('')]).toEqual([true, false, false]);
  });
});

describe('names on the wire', () => {
  const slug = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);

  it('of hosts and topics are read back as they were made', () => {
    fc.assert(
      fc.property(slug, slug, (customer, host) => {
        const identity = { customer, host };
        expect(identityOf(hostId(identity))).toEqual(identity);
        const shard = shardOf(customer);
        const topic = upTopic(identity, shard, 'reading');
        expect(parseUpTopic(topic)).toEqual({ ...identity, shard, kind: 'reading' });
        expect(parseUpTopic(downTopic(identity, 'ack'))).toBeUndefined();
        expect(parseDownTopic(downTopic(identity, 'ack'))).toEqual(identity);
        expect(parseDownTopic(topic)).toBeUndefined();
      }),
    );
  });

  it('of machines become slugs whatever they are', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => isSlug(slugOf(name, 'host'))));
  });

  it.each([
    'watchcase/v1/up/7/acme/db1',
    'watchcase/v1/up/64/acme/db1/reading',
    'watchcase/v1/up/07/acme/db1/reading',
    'watchcase/v1/up/7/acme/db1/ack',
    'watchcase/v1/up/7/ACME/db1/reading',
    'watchcase/v1/up/7/acme/+/reading',
    'watchcase/v1/up/7/acme/db1/reading/',
    'watchcase/v2/up/7/acme/db1/reading',
  ])('%s is no topic of a host', (topic) => {
    expect(parseUpTopic(topic)).toBeUndefined();
  });
});
