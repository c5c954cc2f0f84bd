import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@watchcase/runtime';
import { eventually, ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { openPagedStore } from '../../../test/harness/paged-case.ts';
import { senderOver } from '../../../test/harness/sender-over.ts';
import { startWebhook } from '../../../test/harness/webhook.ts';

const WINDOW_MS = 20_000;

it('killed between claim and answer: not sent again within its window, and sent after it', async () => {
  const paged = await openPagedStore();
  const webhook = await startWebhook();
  webhook.answerWith(() => 'hang');
  const startedAt = systemClock.now();
  await paged.addPage({ channel: 'hook', at: startedAt });
  const module = fileURLToPath(new URL('../../../test/harness/sender-process.ts', import.meta.url));
  const child = spawn(process.execPath, [module, paged.file, webhook.url], { stdio: 'inherit' });
  await eventually(() => webhook.received.length === 1);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await paged.pages()).toEqual([{ state: 'sending', attempts: 1 }]);

  webhook.answerWith(() => ({ status: 200 }));
  const clock = new ManualClock(startedAt);
  const sender = await senderOver(paged.file, webhook.url, clock);
  sender.wake();
  await clock.advance(WINDOW_MS - 500);
  expect(webhook.received).toHaveLength(1);
  await eventually(async () => {
    await clock.advance(1000);
    return (await paged.pages())[0]?.state === 'delivered';
  });
  expect(new Set(webhook.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(webhook.received).toHaveLength(2);
  const stop = sender.stop();
  await clock.advance(1000);
  await stop;
  await webhook.stop();
  await paged.stop();
});
