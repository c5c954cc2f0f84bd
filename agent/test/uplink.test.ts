import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  downTopic,
  type Layout,
  layoutId,
  layoutSchema,
  type Presence,
  presenceSchema,
  readingSchema,
  restoreReading,
  shortReadingSchema,
  upFilter,
} from '@watchcase/protocol';
import { type Clock, createLog, createStopStack, systemClock } from '@watchcase/runtime';
import { eventually, temporaryFolder } from '@watchcase/testkit';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith, type Mosquitto, startMosquitto } from '../../test/harness/index.ts';
import { type Outbox, openOutbox, payloadOf } from '../src/outbox/index.ts';
import { type Credential, startUplink, type Uplink } from '../src/uplink/index.ts';
import { startLine } from './line-to-broker.ts';

const content = {
  stream: '15s',
  intervalMs: 15_000,
  groups: [{ measurement: 'm', tags: {}, fields: [['f', 'none'] as [string, 'none']] }],
};
const layout: Layout = { id: layoutId(content), ...content };
const identity = { customer: 'acme', host: 'db1' };

describeWith('mosquitto', 'the uplink over a real broker', () => {
  let broker: Mosquitto;
  let ear: MqttClient;
  let heard: { kind: string; body: Record<string, unknown>; retain: boolean }[];
  let folder: ReturnType<typeof temporaryFolder>;
  let outbox: Outbox;
  let uplink: Uplink | undefined;
  let aheadMs = 0;
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  let logged: { code?: string; retryMs?: number; msg: string }[];
  let readAgain: () => Credential;
  const write = (line: string) => void logged.push(JSON.parse(line) as (typeof logged)[number]);
  const log = createLog('test', 'info', { write });

  beforeAll(async () => {
    broker = await startMosquitto();
    for (const user of ['acme/db1'])
      execFileSync('mosquitto_passwd', ['-b', broker.passwordFile, user, 'secret']);
    process.kill(broker.pid(), 'SIGHUP');
    ear = await mqtt.connectAsync(broker.url, { username: broker.username, password: broker.password });
    ear.on('message', (topic, payload, { retain }) => {
      const body = JSON.parse(payload.toString()) as Record<string, unknown>;
      heard.push({ kind: topic.split('/').at(-1) ?? '', body, retain });
    });
    await ear.subscribeAsync(upFilter(), { qos: 1 });
  });
  afterAll(async () => {
    await ear.endAsync(true);
    await broker.stop();
  });

  beforeEach(() => {
    heard = [];
    logged = [];
    aheadMs = 0;
    readAgain = () => {
      throw new Error('nothing is on disk');
    };
    folder = temporaryFolder();
    outbox = openOutbox({ path: join(folder.path, 'outbox.db'), maxBytes: 1e9, clock, log });
  });
  afterEach(async () => {
    await uplink?.stop();
    uplink = undefined;
    outbox.close();
    folder[Symbol.dispose]();
  });

  function credentialTo(mqttUrl: string, more: Partial<Credential>): Credential {
    const secret = { username: 'acme/db1', password: 'secret' };
    return { ...identity, shard: 7, ...secret, mqttUrl, name: 'db1.example', ...more };
  }

  function start(more: Partial<Credential> = {}): Uplink {
    uplink = startUplink({
      credential: credentialTo(broker.url, more),
      readAgain: () => readAgain(),
      outbox,
      payloadOf,
      facts: () => ({
        intervalMs: 15_000,
        streams: ['15s'],
        name: 'db1.example',
        agent: '1',
        platform: 'test',
      }),
      layouts: () => [layout],
      onChanged: () => undefined,
      onOrder: () => undefined,
      onAck: () => undefined,
      clock,
      log,
      random: () => 0,
    });
    return uplink;
  }

  function append(...times: number[]): void {
    outbox.append({
      layouts: [layout],
      messages: times.map((time) => ({
        kind: 'reading',
        time,
        layout: layout.id,
        body: JSON.stringify({ layout: layout.id, time, values: [1] }),
      })),
    });
    uplink?.wake();
  }

  const ack = (seq: number, needLayouts: string[] = [], epoch = outbox.liveEpoch()) =>
    ear.publishAsync(
      downTopic(identity, 'ack'),
      JSON.stringify({ time: clock.now(), epochs: [{ epoch, seq }], needLayouts }),
    );
  const of = (kind: string) => heard.filter((one) => one.kind === kind).map(({ body }) => body);
  /** A short reading is a list. */
  const seqs = () => of('reading').map((body) => body['seq'] ?? body[1]);
  const presences = () => of('presence').map((body) => presenceSchema.parse(body));
  const online = () => eventually(() => presences().find(({ state }) => state === 'online'));

  it('says who is there, names its series, then sends; what is acknowledged is forgotten', async () => {
    append(clock.now(), clock.now() + 1);
    start();
    await eventually(() => seqs().length === 2);
    expect(heard.map(({ kind }) => kind)).toEqual(['presence', 'layout', 'reading', 'reading']);
    expect(presences()[0]).toMatchObject({ state: 'online', reason: 'connected', epoch: outbox.liveEpoch() });
    expect(layoutSchema.parse(of('layout')[0])).toEqual(layout);
    const [first, second] = of('reading');
    const reading = readingSchema.parse(first);
    expect(reading).toMatchObject({ seq: 1, after: 0, epoch: outbox.liveEpoch(), values: [1] });
    expect(restoreReading(reading, shortReadingSchema.parse(second))).toMatchObject({ seq: 2, values: [1] });
    expect(Math.abs(clock.now() - reading.sent)).toBeLessThan(5000);
    await ack(2);
    await eventually(() => outbox.stats().messages === 0);
    expect(uplink?.state()).toMatchObject({ state: 'connected' });
    expect(uplink?.state().lastAckAt).not.toBeNull();
  });

  it('sends again what no acknowledgement came for', async () => {
    start();
    await online();
    append(clock.now());
    await eventually(() => seqs().filter((seq) => seq === 1).length >= 2, { timeoutMs: 15_000 });
    await ack(1);
    await eventually(() => outbox.stats().messages === 0);
  });

  it("goes back to the collector's cursor at a gap", async () => {
    start();
    await online();
    await ack(0);
    append(clock.now(), clock.now(), clock.now());
    await eventually(() => seqs().length === 3);
    await ack(1);
    await ack(1);
    await eventually(() => seqs().length === 5);
    expect(seqs()).toEqual([1, 2, 3, 2, 3]);
  });

  it('publishes a layout again when asked, then the readings', async () => {
    start();
    append(clock.now());
    await eventually(() => seqs().length === 1);
    heard = [];
    await ack(0, [layout.id]);
    await eventually(() => seqs().length >= 1 && of('layout').length >= 1);
    expect(of('layout')).toEqual([layout]);
  });

  it('puts live data before a backlog that has become too old to be live', async () => {
    append(clock.now(), clock.now());
    const old = outbox.liveEpoch();
    aheadMs = 180_000;
    start();
    await eventually(() => presences()[0]?.epoch === outbox.liveEpoch());
    const live = outbox.liveEpoch();
    expect(live).not.toBe(old);
    append(clock.now());
    await ack(0);
    await eventually(() => seqs().length === 3);
    expect(of('reading').map((body) => body['epoch'] ?? body[0])).toEqual([live, old, old]);
  });

  it('names a new live epoch when the collector comes back after too long', async () => {
    start();
    await online();
    append(clock.now());
    const old = outbox.liveEpoch();
    aheadMs = 180_000;
    await ack(0);
    await eventually(() => presences().length === 2);
    expect(presences()[1]).toMatchObject({ state: 'online', epoch: outbox.liveEpoch() });
    expect(outbox.liveEpoch()).toBeGreaterThan(old);
    expect(new Set(presences().map(({ session }) => session)).size).toBe(1);
  });

  it('says goodbye when it is stopped, after what it last read', async () => {
    start();
    await online();
    await ack(0);
    append(clock.now());
    await eventually(() => seqs().length === 1);
    await ack(1);
    await uplink?.stop();
    await eventually(() => presences().at(-1)?.reason === 'stopped');
    expect(presences().at(-1)?.session).toBe(presences()[0]?.session);
    const retained = await retainedPresence();
    expect(retained).toMatchObject({ state: 'offline', reason: 'stopped' });
  });

  it('has gone before it is left behind, though the broker has fallen silent and much is unsent', async () => {
    await using line = await startLine(broker.port);
    const stack = createStopStack(systemClock, log);
    const own = start({ mqttUrl: line.url });
    stack.push('uplink', () => own.stop());
    await online();
    line.hold();
    append(...Array.from({ length: 300 }, () => clock.now()));
    // As whoever runs the agent does.
    await stack.stop(2500);
    expect(logged.filter(({ msg }) => msg.includes('has not stopped in time'))).toEqual([]);
    expect(outbox.stats().messages).toBe(300);
  });

  it('connects again under a greater session when the connection is cut', async () => {
    await using line = await startLine(broker.port);
    start({ mqttUrl: line.url });
    await online();
    append(clock.now());
    await eventually(() => seqs().length === 1);
    heard = [];
    line.cut();
    await eventually(() => presences().filter(({ state }) => state === 'online').length === 1);
    const [lost, again] = presences();
    expect(lost).toMatchObject({ state: 'offline', reason: 'lost' });
    expect(again?.session).toBeGreaterThan(lost?.session ?? 0);
    await eventually(() => seqs().includes(1));
  });

  it('tells that its credential is rejected, and tries seldom', async () => {
    start({ password: 'wrong' });
    await eventually(() => uplink?.state().state === 'rejected');
    expect(uplink?.state().reason).toMatch(/not authorized|bad user/i);
    expect(logged.find(({ code }) => code === 'CREDENTIAL_REJECTED')?.retryMs).toBeGreaterThanOrEqual(30_000);
  });

  it('takes the credential that it was given meanwhile, without showing the old one again', async () => {
    await using line = await startLine(broker.port);
    start({ mqttUrl: line.url });
    await online();
    heard = [];
    execFileSync('mosquitto_passwd', ['-b', broker.passwordFile, 'acme/db1', 'another']);
    process.kill(broker.pid(), 'SIGHUP');
    readAgain = () => credentialTo(line.url, { password: 'another' });
    line.cut();
    await online();
    expect(logged.map(({ msg }) => msg)).toContain(
      'this host was given another credential, which is used from now on',
    );
    expect(logged.map(({ code }) => code)).not.toContain('CREDENTIAL_REJECTED');
    execFileSync('mosquitto_passwd', ['-b', broker.passwordFile, 'acme/db1', 'secret']);
    process.kill(broker.pid(), 'SIGHUP');
  });

  it('tells that nobody answers', async () => {
    start({ mqttUrl: 'mqtt://127.0.0.1:9' });
    await eventually(() => uplink?.state().reason.includes('ECONNREFUSED'));
    expect(uplink?.state().state).toBe('connecting');
  });

  async function retainedPresence(): Promise<Presence | undefined> {
    const late = await mqtt.connectAsync(broker.url, {
      username: broker.username,
      password: broker.password,
    });
    let found: Presence | undefined;
    late.on('message', (topic, payload) => {
      if (topic.endsWith('/presence')) found = presenceSchema.parse(JSON.parse(payload.toString()));
    });
    await late.subscribeAsync(upFilter());
    await eventually(() => found);
    await late.endAsync(true);
    return found;
  }
});
