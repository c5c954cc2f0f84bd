import { readAudit } from '../audit/index.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { startWebhook, type Webhook } from '../../../test/harness/webhook.ts';
import { runCommand } from '../commands/index.ts';
import { configSchema } from '../config.ts';
import { testableChannels } from '../wiring/test-channels.ts';
import { createLog } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';

let robot: Webhook;
let house: HttpHouse;
beforeEach(async () => {
  robot = await startWebhook();
  const config = configSchema.parse({
    channels: [
      { name: 'chat', type: 'dingtalk', options: { url: `${robot.url}?access_token=top-secret-token` } },
    ],
    duty: [{ name: 'Li Wei', channels: ['chat'] }],
  });
  const clock = new ManualClock();
  house = await buildHttpHouse({
    clock,
    channels: testableChannels(config, { clock, log: createLog('test', 'silent') }),
  });
});
afterEach(async () => {
  await house.stop();
  await robot.stop();
});

const test = (body: object = {}) => house.ask('POST', '/api/v1/channels/chat/test', body);

it('lists the channels without what is secret in them', async () => {
  expect(await house.ask('GET', '/api/v1/channels')).toEqual({
    status: 200,
    body: { items: [{ name: 'chat', type: 'dingtalk', people: ['Li Wei'] }] },
  });
});

it('sends a real page that says that it is a test, tells what the other side said, and who did it is kept', async () => {
  robot.answerWith(() => ({ status: 200, body: '{"errcode":0}' }));
  expect(await test({ language: 'zh-CN' })).toEqual({
    status: 200,
    body: { name: 'chat', type: 'dingtalk', outcome: 'delivered', detail: 'code 0', retryAfterSeconds: null },
  });
  expect(robot.received[0]?.body).toMatch(/测试］ C-0 通道 chat 测试.*这是通道测试，没有故障，无需处理/);
  robot.answerWith(() => ({ status: 200, body: '{"errcode":130101,"errmsg":"top-secret-token"}' }));
  expect(await test()).toMatchObject({
    body: {
      outcome: 'retry',
      detail: 'code 130101: too many messages, the robot is blocked for ten minutes',
      retryAfterSeconds: 600,
    },
  });
  expect(robot.received[1]?.body).toMatch(
    /TEST］ C-0 Test of the channel chat.*nothing is wrong, and nobody need act/,
  );
  const lines = await readAudit(house.store.db, { subject: 'channels/chat', below: null, limit: 9 });
  expect(lines.map(({ actor, act, after }) => [actor, act, JSON.parse(after ?? '') as unknown])).toEqual([
    ['admin', 'test', { outcome: 'retry', detail: expect.stringContaining('130101') as string }],
    ['admin', 'test', { outcome: 'delivered', detail: 'code 0' }],
  ]);
});

it('says which channels there are where there is none of that name, and slows down', async () => {
  expect(await house.ask('POST', '/api/v1/channels/chta/test', {})).toMatchObject({
    status: 404,
    body: { code: 'CHANNEL_NOT_FOUND', detail: 'did you mean "chat"?' },
  });
  for (let i = 0; i < 9; i++) expect((await test()).status).toBe(200);
  expect((await test()).status).toBe(429);
});

it('is asked by a command, which prints what came of it and ends accordingly', async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'admin-token'), house.adminToken);
  const url = await house.app.listen({ port: 0, host: '127.0.0.1' });
  const run = async (...args: string[]) => {
    const printed: string[] = [];
    const all = ['channel', ...args, '--url', url, '--data', folder.path];
    const ended = new Promise<string>(() => undefined);
    const print = (text: string) => void printed.push(text);
    const code = await runCommand(all, { version: '', env: {}, isTerminal: false, print, ended });
    return [code, printed.join('\n')];
  };
  expect(await run('list')).toEqual([0, 'chat (dingtalk): Li Wei']);
  robot.answerWith(() => ({ status: 200, body: '{"errcode":0}' }));
  expect(await run('test', 'chat')).toEqual([0, 'chat (dingtalk): taken: code 0']);
  robot.answerWith(() => ({ status: 200, body: '{"errcode":410100}' }));
  expect(await run('test', 'chat', '--lang', 'zh-CN')).toEqual([
    1,
    'chat (dingtalk): not taken: code 410100: too many messages, the robot is blocked for ten minutes; it asks to be left alone for 600 s',
  ]);
  await expect(run('test', 'chta')).rejects.toThrow(/did you mean "chat"/);
  await expect(run('try', 'chat')).rejects.toThrow(/COMMAND_UNKNOWN/);
  await expect(run('test', 'chat', '--lang', 'fr')).rejects.toThrow(/no language of pages/);
});
