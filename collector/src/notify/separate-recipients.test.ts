import { eventually, ManualClock } from '@watchcase/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isUserError, parseConfig } from '@watchcase/runtime';
import { dutyRoster } from '../../../test/harness/duty-roster.ts';
import { openPagedStore, type PagedStore } from '../../../test/harness/paged-case.ts';
import { senderOver } from '../../../test/harness/sender-over.ts';
import { type MailServer, startMailServer } from '../../../test/harness/smtp.ts';
import { configSchema } from '../config.ts';
import type { Sender } from './sender.ts';
import type { AttemptEnd } from './sender-needs.ts';

const configOf = (to: unknown, mail: { host: string; port: number } = { host: 'mail.example', port: 25 }) =>
  parseConfig(configSchema, {
    name: 'watchcase.yaml',
    text: JSON.stringify({
      channels: [
        { name: 'mail', type: 'email', options: { ...mail, from: 'Watchcase <w@example.com>', to } },
      ],
      duty: [{ name: 'Ada', channels: ['mail'] }],
    }),
    env: {},
  });

it.each([
  ['ada@example.com', ['mail']],
  ['ada@example.com, bob@example.com', ['mail ada@example.com', 'mail bob@example.com']],
  [
    ['ada@example.com', 'bob@example.com'],
    ['mail ada@example.com', 'mail bob@example.com'],
  ],
])('%j is the channels %j', (to, names) => {
  const { channels, duty } = configOf(to);
  expect(channels.map(({ name }) => name)).toEqual(names);
  expect(duty.map((person) => person.channels)).toEqual([names]);
});

it.each(['ops', 'ada@example.com\nbob@example.com', 'ada@example.com，bob@example.com'])(
  'the config is refused for %j, with code, place and what to write instead',
  (to) => {
    let fault: unknown;
    try {
      configOf(to);
    } catch (error) {
      fault = error;
    }
    expect(isUserError(fault) && fault.message).toMatch(
      /^CONFIG_INVALID watchcase\.yaml:1:\d+: "channels\.0\.options\.to": .*(write|expected)/,
    );
  },
);

describe('two recipients, of whom one is not taken', () => {
  let clock: ManualClock;
  let paged: PagedStore;
  let mail: MailServer;
  let sender: Sender;
  let ends: AttemptEnd[];

  beforeEach(async () => {
    clock = new ManualClock();
    paged = await openPagedStore();
    mail = await startMailServer();
    ends = [];
    const { channels, duty } = configOf('ada@example.com, bob@example.com', {
      host: mail.host,
      port: mail.port,
    });
    sender = await senderOver(paged.file, 'http://127.0.0.1:1', clock, {
      store: paged.store,
      channels,
      roster: dutyRoster(duty),
      attempted: (end) => void ends.push(end),
    });
  });
  afterEach(async () => {
    const stopped = sender.stop();
    await clock.advance(1000);
    await stopped;
    await mail.stop();
    await paged.stop();
  });

  const pages = () => paged.store.db.selectFrom('pages').select(['channel', 'state']).orderBy('id').execute();
  const got = (who: string) => mail.received.filter(({ to }) => to.includes(who)).length;

  it.each([550, 451])(
    'with %i: each is an attempt of its own, and nobody gets a page twice',
    async (code) => {
      mail.answerWith({
        recipient: (address) => (address === 'bob@example.com' ? { code, message: 'no' } : undefined),
      });
      // As it was planned before the two were told apart.
      await paged.addPage({ channel: 'mail', at: clock.now() });
      sender.wake();
      await eventually(() => ends.length === 3);
      expect(await pages()).toEqual([
        { channel: 'mail', state: 'failed' },
        { channel: 'mail ada@example.com', state: 'delivered' },
        { channel: 'mail bob@example.com', state: 'queued' },
      ]);
      expect([got('ada@example.com'), got('bob@example.com')]).toEqual([1, 0]);
      mail.answerWith({});
      await eventually(async () => {
        await clock.advance(1000);
        return ends.length === 4;
      });
      expect((await pages()).map(({ state }) => state)).toEqual(['failed', 'delivered', 'delivered']);
      expect([got('ada@example.com'), got('bob@example.com')]).toEqual([1, 1]);
    },
  );
});
