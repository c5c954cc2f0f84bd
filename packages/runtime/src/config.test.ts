import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseConfig, readConfigFile } from './config.ts';
import { isUserError } from './errors.ts';
import { secretSchema } from './secret-schema.ts';
import { Secret } from './secrets.ts';

const schema = z.strictObject({
  http: z
    .strictObject({ port: z.int().min(0).max(65_535).default(8080), host: z.string().default('::1') })
    .prefault({}),
  channels: z.array(z.strictObject({ name: z.string(), secret: secretSchema.optional() })).default([]),
  level: z.enum(['info', 'warn']).default('info'),
  broker: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('embedded') }),
      z.strictObject({ kind: z.literal('external'), url: z.string(), user: z.string() }),
    ])
    .optional(),
});

function parse(text: string, env: Record<string, string> = {}) {
  return parseConfig(schema, { name: 'a.yaml', text, env });
}

/** `code place` of each fault, sorted. */
function faultsOf(text: string): string[] {
  try {
    parse(text);
  } catch (error) {
    if (isUserError(error)) return error.faults.map(({ code, place }) => `${code} ${place}`).toSorted();
    throw error;
  }
  return [];
}

describe('a config', () => {
  it.each(['', '# nothing said\n', '{}', '---\n'])('%j means all defaults', (text) => {
    expect(parse(text)).toEqual({ http: { port: 8080, host: '::1' }, channels: [], level: 'info' });
  });

  it('may say a thing once and name it again', () => {
    const { channels } = parse('channels: [&c { name: a }, *c]');
    expect(channels).toEqual([{ name: 'a' }, { name: 'a' }]);
  });

  it('takes YAML and JSON', () => {
    expect(parse('http:\n  port: 1').http.port).toBe(1);
    expect(parse('{"http": {"port": 2}}').http.port).toBe(2);
  });
});

interface FaultCase {
  name: string;
  text: string;
  faults: string[];
}

const faultCases: FaultCase[] = [
  { name: 'a wrong type', text: 'http:\n  port: high', faults: ['CONFIG_INVALID a.yaml:2:3'] },
  { name: 'an unknown setting', text: 'level: info\nlevle: warn', faults: ['CONFIG_UNKNOWN_KEY a.yaml:2:1'] },
  {
    name: 'an unknown setting deep inside',
    text: 'channels:\n  - name: a\n  - name: b\n    colour: red',
    faults: ['CONFIG_UNKNOWN_KEY a.yaml:4:5'],
  },
  {
    name: 'a missing setting, at the entry that lacks it',
    text: 'channels:\n  - name: a\n  - {}',
    faults: ['CONFIG_INVALID a.yaml:3:5'],
  },
  { name: 'an unknown kind', text: 'broker:\n  kind: magic', faults: ['CONFIG_INVALID a.yaml:2:3'] },
  {
    name: 'settings a kind needs',
    text: 'level: warn\nbroker:\n  kind: external',
    faults: ['CONFIG_INVALID a.yaml:2:1', 'CONFIG_INVALID a.yaml:2:1'],
  },
  {
    name: 'everything wrong, all at once',
    text: 'http:\n  port: 70000\n  host: 5\nlevel: loud\nnope: 1\nchannels: [{ name: env:MISSING }]',
    faults: [
      'CONFIG_BAD_REFERENCE a.yaml:6:14',
      'CONFIG_INVALID a.yaml:2:3',
      'CONFIG_INVALID a.yaml:3:3',
      'CONFIG_INVALID a.yaml:4:1',
      'CONFIG_UNKNOWN_KEY a.yaml:5:1',
    ],
  },
  { name: 'a text that is not a mapping', text: 'just words', faults: ['CONFIG_INVALID a.yaml'] },
  { name: 'broken YAML', text: 'http:\n  port: [1', faults: ['CONFIG_NOT_YAML a.yaml:2:11'] },
  { name: 'a setting said twice', text: 'level: info\nlevel: warn', faults: ['CONFIG_NOT_YAML a.yaml:2:1'] },
  { name: 'two documents', text: 'level: info\n---\nlevel: warn', faults: ['CONFIG_NOT_YAML a.yaml:2:1'] },
  { name: 'an alias of nothing', text: 'level: *gone', faults: ['CONFIG_NOT_YAML a.yaml:1:8'] },
  { name: 'a tag that means nothing', text: 'level: !env LEVEL', faults: ['CONFIG_NOT_YAML a.yaml:1:8'] },
  { name: 'a text that is too long', text: ' '.repeat(1_048_577), faults: ['CONFIG_TOO_LONG a.yaml:1:1'] },
  { name: 'lists without end', text: '['.repeat(1_048_576), faults: ['CONFIG_NOT_YAML a.yaml:1:101'] },
  { name: 'a list that holds itself', text: 'a: &a [*a]', faults: ['CONFIG_NOT_YAML a.yaml:1:8'] },
  {
    name: 'settings that hold themselves, further down',
    text: 'http: &h\n  port: 1\n  host: &x\n    - *h\n    - [*x]',
    faults: ['CONFIG_NOT_YAML a.yaml:4:7', 'CONFIG_NOT_YAML a.yaml:5:8'],
  },
  {
    name: 'a setting named by what it is in',
    text: '&a { ? *a : 1 }',
    faults: ['CONFIG_NOT_YAML a.yaml:1:8'],
  },
  {
    name: 'aliases that multiply',
    text: `a: &a [1]\n${['b', 'c', 'd'].map((k, i) => `${k}: &${k} [${Array(70).fill(`*${'abc'[i]}`).join(',')}]`).join('\n')}`,
    faults: ['CONFIG_NOT_YAML a.yaml:1:1'],
  },
  {
    name: 'a reference that leads nowhere, once, whatever the setting demands',
    text: 'http: { port: env:PORT }\nlevel: file:/nowhere/at/all',
    faults: ['CONFIG_BAD_REFERENCE a.yaml:1:9', 'CONFIG_BAD_REFERENCE a.yaml:2:1'],
  },
];

describe('faults', () => {
  it.each(faultCases)('$name', ({ text, faults }) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  it.each([
    ['level: loud', '"level": one of "info", "warn" is expected'],
    ['level:', '"level": is empty; one of "info", "warn" is expected'],
    ['broker: { kind: magic }', '"broker.kind": one of "embedded", "external" is expected'],
    ['broker: { kind: external, user: a }', '"broker.url": is missing; a text is expected'],
    ['http: 5', '"http": a map of names and values is expected, found a number'],
    ['http: { port: high }', '"http.port": a number is expected, found a text'],
    ['http: { port: 1.5 }', '"http.port": a whole number is expected, found a fraction'],
    ['http: { port: 70000 }', '"http.port": a number of at most 65535 is expected'],
    ['channels: { name: a }', '"channels": a list is expected, found a map'],
    ['channels: [{ name: 5 }]', '"channels.0.name": a text is expected, found a number'],
    ['just words', '"(top level)": a map of names and values is expected, found a text'],
    ['levle: info', '"levle" is not a setting - did you mean "level"?'],
    ['nonsense: 1', '"nonsense" is not a setting - known are http, channels, level, broker'],
    ['http: { prot: 80 }', '"http.prot" is not a setting - did you mean "port"?'],
  ])('%s: says what is expected and what to do', (text, words) => {
    expect(() => parse(text)).toThrow(words);
  });

  it('never repeat a value: it may be a secret', () => {
    const text =
      'http: hush\nlevel: hush\nchannels: [{ name: a, secret: [hush] }, hush]\nbroker: { kind: hush }';
    expect(faultsOf(text)).toHaveLength(5);
    expect(() => parse(text)).not.toThrow(/hush/);
  });

  it('of ten thousand unknown settings some are told', () => {
    const text = Array.from({ length: 10_000 }, (_, i) => `k${i}: 1`).join('\n');
    expect(faultsOf(text)).toHaveLength(20);
  });
});

describe('references', () => {
  it('are read from the environment and from files, at any depth', () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'secret');
    writeFileSync(file, 'from a file\n');
    const text = `http: { host: env:HOST }\nchannels:\n  - { name: a, secret: env:S }\n  - { name: b, secret: file:${file} }`;
    const config = parse(text, { HOST: 'h', S: 'from env' });
    expect(config.http.host).toBe('h');
    expect(config.channels.map(({ secret }) => secret?.reveal())).toEqual(['from env', 'from a file']);
    expect(config.channels[0]?.secret).toBeInstanceOf(Secret);
  });

  it('are read from what systemd brings', () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'hook'), 'from systemd\n');
    const text = 'channels: [{ name: a, secret: "credential:hook" }]';
    const { channels } = parse(text, { CREDENTIALS_DIRECTORY: folder.path });
    expect(channels[0]?.secret?.reveal()).toBe('from systemd');
  });

  it.each([
    ['credential:hook', {}, /LoadCredential=hook:PATH/],
    ['credential:hook', { CREDENTIALS_DIRECTORY: '/nowhere' }, /file \/nowhere\/hook cannot be read/],
    ['credential:../../etc/hostname', { CREDENTIALS_DIRECTORY: '/nowhere' }, /no name of a credential/],
    ['credential:..', { CREDENTIALS_DIRECTORY: '/nowhere' }, /no name of a credential/],
  ])('%s with %j is a fault that says what is missing', (value, env, expected) => {
    expect(() => parse(`channels: [{ name: a, secret: "${value}" }]`, env)).toThrow(expected);
  });

  it('take an empty variable as given', () => {
    expect(parse('http: { host: env:HOST }', { HOST: '' }).http.host).toBe('');
  });
});

describe('a config file', () => {
  it('is read by its path', () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'a.yaml');
    writeFileSync(path, 'level: warn');
    expect(readConfigFile(path, {})).toEqual({ name: path, text: 'level: warn', env: {} });
  });

  it('is a fault when it cannot be read', () => {
    using folder = temporaryFolder();
    expect(() => readConfigFile(join(folder.path, 'gone.yaml'), {})).toThrow(/CONFIG_UNREADABLE .*ENOENT/);
    expect(() => readConfigFile(folder.path, {})).toThrow(/CONFIG_UNREADABLE .*EISDIR/);
  });
});
