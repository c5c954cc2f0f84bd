import { Secret } from '@watchcase/runtime';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { updateOf } from '../../../../../test/harness/replies/telegram.ts';
import { startWebhook, type Webhook, type WebhookAnswer } from '../../../../../test/harness/webhook.ts';
import type { Said } from '../../contract.ts';
import { fetchUpdates } from './fetch-updates.ts';

let far: Webhook;
beforeEach(async () => {
  far = await startWebhook();
});
afterEach(() => far.stop());

const update = (id: number) => updateOf({ id: String(id), user: '1002', text: `note C-1 ${id}`, at: 0 });
const json = (value: unknown, status = 200): WebhookAnswer => ({ status, body: JSON.stringify(value) });

/** Fetches by these answers, one after the other, until they have all been given; gives what was taken, asked and told. */
async function fetchAll(
  answers: readonly WebhookAnswer[],
  {
    take = () => Promise.resolve(),
    isOurs = () => true,
  }: { take?(said: Said): Promise<void>; isOurs?(): boolean } = {},
) {
  const ending = new AbortController();
  const [taken, told, pauses]: [string[], string[], number[]] = [[], [], []];
  let given = 0;
  far.answerWith(() => {
    const answer = answers[given++];
    if (answer !== undefined) return answer;
    ending.abort();
    return 'hang';
  });
  await fetchUpdates(
    { token: new Secret('1:x'), url: new URL(far.url).origin },
    {
      signal: ending.signal,
      async take(said) {
        await take(said);
        taken.push(said.text);
      },
      isOurs,
      pause: (ms) => Promise.resolve(void pauses.push(ms)),
      failed: (detail) => void told.push(detail),
    },
  );
  const offsets = far.received.map(({ body }) => (JSON.parse(body) as { offset: number }).offset);
  return { taken, told, pauses, offsets };
}

it('takes what was said in its order, and confirms it with the next question', async () => {
  const { taken, offsets, told } = await fetchAll([
    json({ ok: true, result: [update(7), { update_id: 8, poll: {} }, update(9)] }),
    json({ ok: true, result: [] }),
  ]);
  expect(taken).toEqual(['note C-1 7', 'note C-1 9']);
  expect(offsets).toEqual([0, 10, 10]);
  expect(told).toEqual([]);
});

it('tells once that it does not work, and waits longer each time', async () => {
  const { told, pauses, taken } = await fetchAll([
    json({ ok: false, error_code: 409 }, 409),
    json({ ok: false }, 500),
    { status: 200, body: 'no json' },
    json({ ok: true, result: [update(1)] }),
    json({ ok: false }, 502),
  ]);
  expect(told).toEqual(['HTTP 409', 'HTTP 502']);
  expect(pauses.slice(0, 3)).toEqual(pauses.slice(0, 3).toSorted((a, b) => a - b));
  expect(taken).toEqual(['note C-1 1']);
});

it('asks again for what could not be dealt with', async () => {
  let failures = 2;
  const take = () => (failures-- > 0 ? Promise.reject(new Error('the store is away')) : Promise.resolve());
  const both = json({ ok: true, result: [update(1), update(2)] });
  const { taken, offsets } = await fetchAll([both, both, both], { take });
  expect(taken).toEqual(['note C-1 1', 'note C-1 2']);
  expect(offsets).toEqual([0, 0, 0, 3]);
});

it('asks nothing while another collector does', async () => {
  let asked = 0;
  const { pauses } = await fetchAll([], { isOurs: () => ++asked > 2 });
  expect(pauses.slice(0, 2)).toEqual([5000, 5000]);
  expect(far.received).toHaveLength(1);
});
