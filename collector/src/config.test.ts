import { isUserError, parseConfig, sampleConfig } from '@watchcase/runtime';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CollectorConfig, configSchema, settingsSchema } from './config.ts';

const parse = (text: string): CollectorConfig =>
  parseConfig(configSchema, { name: 'watchcase.yaml', text, env: {} });

/** Channels by name and type, and who is paged by them. */
function paging(text: string) {
  const { channels, duty } = parse(text);
  return {
    channels: channels.map(({ name, channel }) => `${name} (${channel.name})`),
    duty: duty.map((person) => `${person.name}: ${person.channels.join(', ')}`),
  };
}

function faultsOf(text: string): string[] {
  try {
    parse(text);
    return [];
  } catch (error) {
    if (!isUserError(error)) throw error;
    return error.faults.map(({ place, message }) => `${place} ${message}`);
  }
}

const sample = sampleConfig(settingsSchema, 'sample');

describe('the sample config', () => {
  it('means the same as an empty file', () => {
    expect(JSON.stringify(parse(sample))).toBe(JSON.stringify(parse('')));
  });

  it('shows every setting', () => {
    const missing = settingsOf(
      z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }),
    ).filter((name) => !new RegExp(`^[\\s#-]*${name}:`, 'm').test(sample));
    expect(missing).toEqual([]);
  });
});

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
}

function settingsOf(schema: unknown): string[] {
  const { properties = {}, items, oneOf = [], anyOf = [] } = schema as Schema;
  return [
    ...Object.entries(properties).flatMap(([name, inner]) => [name, ...settingsOf(inner)]),
    ...[...oneOf, ...anyOf, ...(items === undefined ? [] : [items])].flatMap(settingsOf),
  ];
}

const hook = 'channels: [{ name: hook, type: webhook, options: { url: "http://127.0.0.1:1/" } }]';

describe('who is paged', () => {
  it.each([
    ['by default: admin, at the terminal', '', ['terminal (terminal)'], ['admin: terminal']],
    ['where only channels are named: admin, by each', hook, ['hook (webhook)'], ['admin: hook']],
    ['as it is named', `${hook}\nduty: [{ name: Ada, channels: [hook] }]`, ['hook (webhook)'], ['Ada: hook']],
    ['nobody, where nobody is named', `${hook}\nduty: []`, ['hook (webhook)'], []],
    ['nobody, without channels', 'channels: []', [], []],
  ])('%s', (_name, text, channels, duty) => {
    expect(paging(text)).toEqual({ channels, duty });
  });
});

describe('a config that cannot be meant', () => {
  it.each([
    [
      'a person without a channel',
      `${hook}\nduty: [{ name: Ada, channels: [pager] }]`,
      /^watchcase\.yaml:2:\d+ .*"pager" is not one of the channels \(hook\)/,
    ],
    [
      'two channels of one name',
      'channels: [{ name: a, type: terminal }, { name: a, type: terminal }]',
      /there is another channel "a"/,
    ],
    [
      'two people of one name',
      'duty: [{ name: a, channels: [terminal] }, { name: a, channels: [terminal] }]',
      /there is another person "a"/,
    ],
    ['a channel that is not there', 'channels: [{ name: a, type: pigeon }]', /"pigeon" is not a channel/],
    ['an address that is none', 'http: { publicUrl: "ftp://x" }', /publicUrl/],
    [
      'several collectors over SQLite',
      'cluster: true\nbroker: { kind: external, url: "mqtt://x", username: a, password: b }',
      /share a PostgreSQL database/,
    ],
    [
      'several collectors with the embedded broker',
      'cluster: true\nstore: { kind: postgres, url: "postgres://x" }',
      /share an external broker/,
    ],
    [
      'an external broker without a password',
      'broker: { kind: external, url: "mqtt://x", username: a }',
      /password/,
    ],
  ])('%s', (_name, text, fault) => {
    expect(faultsOf(text)).toEqual([expect.stringMatching(fault)]);
  });
});

it('takes a public address with a slash at its end', () => {
  expect(parse('http: { publicUrl: "https://x.example/" }').http.publicUrl).toBe('https://x.example');
});

it.each([
  ['broker: { host: 0.0.0.0 }', { broker: { kind: 'embedded', host: '0.0.0.0', port: 1883 } }],
  [
    'broker: { publicHost: "mq.example:2883" }',
    { broker: { kind: 'embedded', publicHost: 'mq.example:2883' } },
  ],
  [
    'broker: { url: "mqtt://mq:1883", username: c, password: p }',
    { broker: { kind: 'external', url: 'mqtt://mq:1883' } },
  ],
  ['store: { url: "postgres://w@db/w" }', { store: { kind: 'postgres' } }],
  ['store: {}', { store: { kind: 'sqlite' } }],
])('%s says what kind is meant', (text, config) => {
  expect(parse(text)).toMatchObject(config);
});
