import { eventually, ManualClock } from '@watchcase/testkit';
import { afterEach, expect, it } from 'vitest';
import { addHost, addPage } from '../../../../test/harness/paged-case.ts';
import { senderOver } from '../../../../test/harness/sender-over.ts';
import { describeEachStore } from '../../../../test/harness/stores.ts';
import { startWebhook, type Webhook } from '../../../../test/harness/webhook.ts';
import type { Store } from '../../store/index.ts';
import { channelInstanceSchema } from '../config.ts';
import type { Sender } from '../sender.ts';

const MINUTE = 60_000;

describeEachStore('a digest', (newDatabase) => {
  let far: Webhook;
  let store: Store;
  let sender: Sender | undefined;
  let lines: { caseId: number; kind: string; data: Record<string, unknown> }[];
  const clock = new ManualClock();

  const stopped = async () => {
    const stop = sender?.stop();
    await clock.advance(1000);
    await stop;
  };
  afterEach(async () => {
    await stopped();
    await far.stop();
  });

  async function start(): Promise<void> {
    const { origin } = new URL(far.url);
    const chat = channelInstanceSchema.parse({
      name: 'chat',
      type: 'gotify',
      options: { url: origin, token: 'a-token' },
    });
    sender = await senderOver('', far.url, clock, {
      store,
      channels: [chat],
      digestMs: MINUTE,
      record: (_tx, caseId, { kind, data }) => Promise.resolve(void lines.push({ caseId, kind, data })),
    });
  }

  async function open(): Promise<void> {
    store = await (await newDatabase()).open();
    await addHost(store);
    far = await startWebhook();
    lines = [];
    await start();
  }

  const due = async (severity: string, more: { person?: string; reason?: string } = {}) => {
    const id = await addPage(store, { channel: 'chat', at: clock.now(), ...more });
    const { case_id: caseId } = await store.db
      .selectFrom('pages')
      .select('case_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await store.transaction((tx) =>
      tx.updateTable('cases').set({ severity }).where('id', '=', caseId).execute(),
    );
    return caseId;
  };
  /** Which cases each message tells of. */
  const told = () =>
    far.received.map(({ body }) => {
      const { title, message } = JSON.parse(body) as { title: string; message: string };
      return [...new Set([...`${title}\n${message}`.matchAll(/C-(\d+)/g)].map(([, id]) => Number(id)))];
    });
  const isQuiet = async () => {
    const sending = await store.db.selectFrom('pages').select('id').where('state', '=', 'sending').execute();
    return sending.length === 0;
  };
  const look = async (messages: number) => {
    sender?.wake();
    await eventually(async () => far.received.length >= messages && (await isQuiet()));
    // What has nothing to send by now has nothing to send.
    await clock.advance(1);
    await eventually(isQuiet);
  };

  it('tells of all that comes within a minute in one message at its end, and of a critical case at once', async () => {
    await open();
    const first = await due('major');
    await look(1);
    const others = [await due('minor'), await due('major')];
    const another = await due('minor', { person: 'Bo' });
    await look(2);
    expect(told()).toEqual([[first], [another]]);
    await clock.advance(30_000);
    expect(told()).toHaveLength(2);
    await clock.advance(30_000);
    await look(3);
    // The worse one is first, and its page has the other's number and link.
    expect(told()[2]).toEqual([others[1], others[0]]);
    expect(far.received[2]?.body).toContain(`C-${others[0]} [CRITICAL] Acme`);
    const critical = await due('critical');
    await look(4);
    expect(told()[3]).toEqual([critical]);
    const sent = lines.filter(({ kind }) => kind === 'page-sent');
    expect(sent.map(({ caseId, data }) => [caseId, data['others'] ?? []])).toEqual([
      [first, []],
      [another, []],
      [others[1], [`C-${others[0]}`]],
      [others[0], [`C-${others[1]}`]],
      [critical, []],
    ]);
  });

  it('sends the newest page of a case of those that wait, and all of them are told', async () => {
    await open();
    await due('minor');
    await look(1);
    const caseId = await due('minor');
    const again = { key: 'again', case_id: caseId, reason: 'step', person: 'Ada', channel: 'chat' };
    const row = { ...again, created_at: clock.now(), next_at: clock.now(), state: 'queued' as const };
    await store.transaction((tx) =>
      tx
        .insertInto('pages')
        .values({ ...row, attempts: 0, finished_at: null })
        .execute(),
    );
    await clock.advance(MINUTE);
    await look(2);
    expect(told()[1]).toEqual([caseId]);
    const sent = lines.filter((line) => line.caseId === caseId && line.kind === 'page-sent');
    expect(sent.map(({ data }) => [data['reason'], data['newer']])).toEqual([
      ['opened', 'opened'],
      ['step', undefined],
    ]);
  });

  it('is tried again whole where it did not arrive, also by the next process, and its cases wait for no other minute', async () => {
    await open();
    far.answerWith(() => 'hang');
    const both = [await due('minor'), await due('minor')];
    sender?.wake();
    await eventually(() => far.received.length === 1);
    await stopped();
    far.answerWith(() => ({ status: 200 }));
    await start();
    await clock.advance(20_000);
    await look(2);
    expect(told()).toEqual([both, both]);
    const rows = await store.db.selectFrom('pages').select(['state', 'attempts']).execute();
    expect(rows).toEqual(both.map(() => ({ state: 'delivered', attempts: 2 })));
  });
});
