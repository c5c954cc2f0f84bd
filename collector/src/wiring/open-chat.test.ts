import { join } from 'node:path';
import { createLog, parseConfig } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { replyDoubles } from '../../../test/harness/replies/index.ts';
import { addCase, addHost } from '../../../test/harness/paged-case.ts';
import { startWebhook, type Webhook } from '../../../test/harness/webhook.ts';
import { openAccess } from '../access/index.ts';
import { appendAudit } from '../audit/index.ts';
import { act } from '../cases/index.ts';
import type { ChatIn } from '../chat-in/index.ts';
import { configSchema } from '../config.ts';
import { createDirectory } from '../directory/index.ts';
import { openSqliteStore, type Store } from '../store/index.ts';
import { openChat } from './open-chat.ts';

const { slack } = replyDoubles;
if (slack === undefined) throw new Error('there is no double of Slack');
const clock = new ManualClock();
const log = createLog('test', 'silent');

let far: Webhook;
let store: Store;
let chat: ChatIn;
let folder: ReturnType<typeof temporaryFolder>;
let ids = 0;

beforeEach(async () => {
  far = await startWebhook();
  far.answerWith((request) => slack.answer(request));
  folder = temporaryFolder();
  store = await openSqliteStore(join(folder.path, 'watchcase.db'));
  await addHost(store);
  await store.transaction((tx) => addCase(tx, { opened_at: 0 }));
  const { origin } = new URL(far.url);
  const config = parseConfig(configSchema, {
    name: 'watchcase.yaml',
    text: JSON.stringify({
      channels: [{ name: 'box', type: 'terminal' }],
      duty: [
        { name: 'zhao', channels: ['box'], chat: [{ service: 'slack', user: 'U_DUTY' }] },
        { name: 'Bo', channels: ['box'], language: 'zh-CN', chat: [{ service: 'slack', user: 'U_BO' }] },
      ],
      replies: [{ name: 'ops', service: 'slack', options: slack.options(origin) }],
    }),
    env: {},
  });
  const directory = createDirectory(store);
  const access = openAccess(store, { adminToken: 'x', sessionMs: 1 }, appendAudit);
  const acts = async (caseId: number, action: Parameters<typeof act>[2]) => {
    const terms = { now: clock.now(), comesBackAfterMs: 1 };
    await store.transaction(async (tx) => void (await act(tx, caseId, action, terms)));
  };
  const owners = { act: acts, isOurs: () => true } as unknown as Parameters<typeof openChat>[0]['owners'];
  const address = { public: () => 'https://watchcase.example' } as Parameters<typeof openChat>[0]['address'];
  const people = [
    { id: 'zhao', name: '赵敏', chat: [{ service: 'slack', user: 'U_ZHAO' }] },
    { id: 'lin', name: 'Lin', chat: [{ service: 'slack', user: 'U_LIN' }] },
    { id: 'gone', name: 'Gone', retired: true, chat: [{ service: 'slack', user: 'U_GONE' }] },
  ];
  const by = { actor: 'test', door: 'apply' as const, now: clock.now() };
  await directory.apply(
    [{ file: 'people.yaml', text: JSON.stringify({ people }) }],
    { dryRun: false, prune: false },
    by,
  );
  chat = openChat({ config, store, directory, access, owners, address, clock, log });
});
afterEach(async () => {
  await chat.stop();
  await store.close();
  folder[Symbol.dispose]();
  await far.stop();
});

async function answerTo(user: string, text: string): Promise<string> {
  far.received.length = 0;
  const words = { id: String(++ids), user, text, at: clock.now() };
  return slack?.shown(await chat.take('ops', slack.say(words, new URL(far.url).origin)), far.received) ?? '';
}

it('knows people of the directory and of duty, each once, and nobody who is out of use', async () => {
  expect(await answerTo('U_ZHAO', 'ack C-1')).toContain('C-1');
  expect(await answerTo('U_DUTY', 'status C-1')).toContain('赵敏');
  expect(await answerTo('U_BO', 'status C-1')).toContain('赵敏 已接手');
  expect(await answerTo('U_GONE', 'status C-1')).toContain('CHAT_USER_UNKNOWN');
});

it('hands on to who can be told of it, by id or name', async () => {
  expect(await answerTo('U_LIN', 'give C-1 ZHAO')).toContain('C-1 was handed on to 赵敏');
  expect(await answerTo('U_LIN', 'give C-1 bo')).toContain('Bo');
  expect(await answerTo('U_LIN', 'give C-1 lin')).toContain('PERSON_NOT_ON_DUTY');
});
