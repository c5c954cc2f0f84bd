import { createLog } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { attach, openedAs } from '../../collector/src/cases/index.ts';
import { createDirectory } from '../../collector/src/directory/index.ts';
import { caseFacts, mailInConfigSchema, openMailIn } from '../../collector/src/mail-in/index.ts';
import { type CaseDeed, namedActor, type NewCase } from '../../collector/src/model/index.ts';
import type { Store } from '../../collector/src/store/index.ts';
import { play, START } from './cases-in-steps.ts';
import { openChatHouse } from './chat-house.ts';
import type { Deed } from './deed.ts';
import { house, seed } from './flow-house.ts';
import { buildHttpHouse } from './http-rooms.ts';
import { slack } from './replies/slack.ts';

const MIN = 60_000;
const by = namedActor('lin');

/** The rooms of a collector over the store, `minutes` after the faults began. */
async function houseAt(store: Store, minutes: number) {
  const clock = new ManualClock(START + minutes * MIN);
  const { flow } = await house(store, { clock });
  return { store, clock, flow, act: flow.act };
}

const prepare = (steps: readonly string[]) => async (store: Store) => {
  await seed(store);
  await play(store, steps);
};
const faults = ['0 fire a minor', '0 fire b minor', '0 fire x minor'];
const three = prepare(faults);

/** An act of a person on the first case, under a key. */
const acting = (deed: CaseDeed, ...before: string[]): Deed => ({
  prepare: prepare([...faults, ...before]),
  async run(store) {
    await (await houseAt(store, 5)).act(1, { ...deed, by, key: 'once' });
  },
});

const wanted: NewCase = {
  key: 'once',
  customerId: 'acme',
  siteId: 'main',
  hostId: 'acme.db1',
  title: { en: 'It smokes', 'zh-CN': '冒烟了' },
  text: 'come at once',
  severity: 'critical',
  category: 'hardware',
  source: 'console',
  kind: 'fault',
  by,
};

const part = (name: string, content: string) =>
  `--b\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${content}\r\n`;
const mail = (subject: string) =>
  Buffer.from(
    `From: Ms Zhao <zhao@acme.example>\r\nMessage-ID: <1@acme.example>\r\nSubject: ${subject}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n` +
      `--b\r\nContent-Type: text/plain\r\n\r\nsee there\r\n${part('a.log', 'x')}${part('empty', '')}${part('b.log', 'y')}--b--`,
  );

async function takeMail(store: Store): Promise<void> {
  const { clock, flow } = await houseAt(store, 5);
  const { take } = await openMailIn(store, {
    config: mailInConfigSchema.parse({ senders: [{ address: '@acme.example', customer: 'acme' }] }),
    secret: 'the-secret',
    clock,
    log: createLog('test', 'silent'),
    ...caseFacts(store),
    customerOf: () => Promise.resolve(undefined),
    openedAs: (key) => openedAs(store.db, key),
    async openCase(one) {
      await flow.open(one);
      return (await openedAs(store.db, one.key)) ?? 0;
    },
    act: flow.act,
    attach: (caseId, file, who) => attach({ store, clock, act: flow.act }, caseId, file, who),
  });
  await take(mail('订单 prints twice'));
}

/** Nobody listens there: what is asked by chat is done all the same. */
const NOWHERE = 'http://127.0.0.1:1';

async function noteByChat(store: Store): Promise<void> {
  const { clock, act } = await houseAt(store, 5);
  const ways = [{ name: 'ops', service: 'slack', options: slack.options(NOWHERE) }];
  const { chat } = openChatHouse(store, ways, { clock, act });
  const words = { id: '1', user: '1002', text: 'note C-1 a disk is on its way', at: clock.now() };
  await chat.take('ops', slack.say(words, NOWHERE));
  await chat.stop();
}

const chain = `
people: [{ id: lin, name: Lin }]
teams: [{ id: t, name: T, lead: lin }]
chains:
  - id: c
    team: t
    steps: [{ page: [lead], delay: 5m }, { page: [on-duty], delay: 5m }, { page: [{ person: lin }], delay: 5m }]
`;

/** A case that nobody has, and one that somebody has and is not seen at, both with a chain of which the next is due. */
async function prepareChains(store: Store): Promise<void> {
  await seed(store);
  const who = { actor: 'admin', door: 'api' as const, now: START };
  const files = [{ file: 'desk.yaml', text: chain }];
  await createDirectory(store).apply(files, { dryRun: false, prune: false }, who);
  const { flow } = await houseAt(store, 0);
  await flow.open(wanted);
  await flow.open({ ...wanted, key: 'another' });
  await flow.act(2, { kind: 'acknowledge', by });
}

/** What is done to cases in life, each as often as somebody asks for it again. */
export const deedsOnCases = {
  'a merge': acting({ kind: 'merge', into: 2 }),
  'a split': acting({ kind: 'split', title: 'The printer', alerts: ['b'] }),
  'an answer': acting({ kind: 'acknowledge' }),
  'an end while it fires': acting({
    kind: 'close',
    text: 'replaced',
    whileFiring: 'comes-back',
  }),
  'a hold': acting({ kind: 'hold', reason: 'parts', until: START + 90 * MIN, text: 'a disk' }, '1 ack 1 lin'),
  'a case by hand': {
    prepare: seed,
    async run(store) {
      await (await houseAt(store, 5)).flow.open(wanted);
    },
  },
  'a case by mail with its files': { prepare: seed, run: takeMail },
  'a note by chat': { prepare: three, run: noteByChat },
  'a file': {
    prepare: three,
    async run(store) {
      const file = { name: 'a.log', data: Buffer.from('x'.repeat(1000)), visibility: 'internal' as const };
      await attach(await houseAt(store, 5), 1, file, { by, key: 'once' });
    },
  },
  'one act on several cases': {
    prepare: three,
    async run(store) {
      const http = await buildHttpHouse(await houseAt(store, 5));
      await http.app.inject({
        method: 'POST',
        url: '/api/v1/cases/bulk',
        headers: { authorization: `Bearer ${http.adminToken}`, 'idempotency-key': 'once' },
        payload: { cases: [1, 2], deed: { kind: 'assign', person: 'bo', team: null } },
      });
      await http.stop();
    },
  },
  'what chains do: a step that passes, the next one, an answer that lapses': {
    prepare: prepareChains,
    async run(store) {
      await (await houseAt(store, 31)).flow.tick();
    },
  },
  'what time does: warnings, breaches, a case that comes back': {
    prepare: prepare(['0 fire a critical', '0 fire x critical', '1 fix-for-now 2 lin']),
    async run(store) {
      await (await houseAt(store, 245)).flow.tick();
    },
  },
} satisfies Record<string, Deed>;
