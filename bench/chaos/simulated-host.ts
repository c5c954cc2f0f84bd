import { connect, type Socket } from 'node:net';
import { ackSchema, downTopic, type Layout, upTopic } from '@watchcase/protocol';
import type { Clock } from '@watchcase/runtime';
import { connectBytes, publishBytes, subscribeBytes } from '../fleet/mqtt-bytes.ts';
import { identityOfHost, passwordOfHost } from '../fleet/seed-hosts.ts';
import { createFrameReader, FRAME, payloadOf } from './frames.ts';
import { backupAt, breaksOf, type Script, timeOf } from './script.ts';
import { acknowledge, newSequence, type Said, type Sequence, sequenceAt, takeDue } from './sequence.ts';

/** What a simulated host is made with. */
export interface HostNeeds {
  index: number;
  script: Script;
  base: number;
  port: number;
  /** When its process was started, each time; the last one is this time. */
  starts: readonly number[];
  values: { layout: Layout; textOf(breaks: ReturnType<typeof breaksOf>, tick: number): string };
  clock: Clock;
}

/** A host with a disk that nothing can take from it: what it measured is known from the script, what was acknowledged it asks the collector. */
export interface SimulatedHost {
  /** Measures what is due and sends what may be sent. To be called many times a second. */
  work(): void;
  /** Messages of the script that are not acknowledged yet. */
  waiting(): number;
}

const LIVE_WINDOW = 256;
const BACKLOG_WINDOW = 16;
/** Live readings are answered together. */
const PATIENCE_MS = { live: 55_000, backlog: 8000 };
const RECONNECT_MS = { least: 300, most: 2500 };

/** Builds a host that connects with the first call of `work`, and again whenever its connection ends. */
export function createSimulatedHost(needs: HostNeeds): SimulatedHost {
  const { index, script, base, starts, values, clock } = needs;
  const identity = identityOfHost(index);
  const username = `${identity.customer}/${identity.host}`;
  const breaks = breaksOf(script, index);
  const sequences = starts.map(newSequence);
  const live = sequences.at(-1) ?? newSequence(clock.now());
  const session = live.epoch;
  // The script's first readings are there even where a busy machine started their host late.
  const begun = Math.ceil(
    ((starts[0] ?? base) - timeOf(script, base, { index, tick: 0 })) / script.intervalMs,
  );
  let next = Math.min(0, begun);
  let socket: Socket | undefined;
  let state: 'closed' | 'opening' | 'open' = 'closed';
  let answered = false;
  let connects = 0;
  let openAt = 0;

  function measure(now: number): void {
    for (; timeOf(script, base, { index, tick: next }) <= now; next++) {
      const time = timeOf(script, base, { index, tick: next });
      const { said } = sequenceAt(sequences, time) ?? live;
      said.push({ tick: next, kind: 'reading' });
      if (backupAt(index, next) !== undefined) said.push({ tick: next, kind: 'event' });
    }
  }

  function presence(online: boolean): string {
    return JSON.stringify({
      session: session + connects,
      state: online ? 'online' : 'offline',
      time: clock.now(),
      reason: online ? 'connected' : 'lost',
      epoch: live.epoch,
      intervalMs: script.intervalMs,
      streams: [values.layout.stream],
      name: identity.host,
      agent: 'simulated',
      platform: 'linux',
    });
  }

  function open(): void {
    state = 'opening';
    connects++;
    const opened = connect({ host: '127.0.0.1', port: needs.port, noDelay: true });
    socket = opened;
    const will = { topic: upTopic(identity, 0, 'presence'), payload: presence(false) };
    const who = { clientId: username, username, password: passwordOfHost(index), keepAliveSeconds: 120 };
    opened.write(connectBytes({ ...who, will }));
    opened.on('error', () => undefined);
    opened.on('close', () => {
      state = 'closed';
      openAt =
        clock.monotonic() + RECONNECT_MS.least + Math.random() * (RECONNECT_MS.most - RECONNECT_MS.least);
    });
    opened.on(
      'data',
      createFrameReader(({ type, body }) => {
        if (type === FRAME.connected) greet();
        else if (type === FRAME.publish) onAck(payloadOf(body));
      }),
    );
  }

  function greet(): void {
    state = 'open';
    answered = false;
    for (const one of sequences) one.sent = one.cursor;
    socket?.write(subscribeBytes(downTopic(identity, 'ack')));
    socket?.write(
      publishBytes({
        topic: upTopic(identity, 0, 'presence'),
        payload: presence(true),
        qos: 1,
        retain: true,
      }),
    );
    sendLayout();
  }

  function sendLayout(): void {
    const payload = JSON.stringify(values.layout);
    socket?.write(publishBytes({ topic: upTopic(identity, 0, 'layout'), payload, qos: 1 }));
  }

  function onAck(text: string): void {
    const ack = ackSchema.parse(JSON.parse(text));
    const now = clock.monotonic();
    for (const { epoch, seq } of ack.epochs) {
      const one = sequences.find((sequence) => sequence.epoch === epoch);
      // The answer to the connect itself repeats cursors without telling of a gap.
      if (one !== undefined) acknowledge(one, seq, { now, isGap: answered });
    }
    answered = true;
    if (ack.needLayouts.length === 0) return;
    sendLayout();
    for (const one of sequences) one.sent = one.cursor;
  }

  function send({ epoch }: Sequence, seq: number, { tick, kind }: Said): void {
    const time = timeOf(script, base, { index, tick });
    const head = `"sent":${clock.now()},"epoch":${epoch},"seq":${seq},"after":${seq - 1}`;
    const payload =
      kind === 'reading'
        ? `{${head},"layout":"${values.layout.id}","time":${time},"values":[${values.textOf(breaks, tick)}]}`
        : `{${head},"time":${time},"kind":"backup-end","data":${backupText(tick)}}`;
    socket?.write(publishBytes({ topic: upTopic(identity, 0, kind), payload, qos: 0 }));
  }

  function backupText(tick: number): string {
    const { job = '', exitCode = 0 } = backupAt(index, tick) ?? {};
    const rest = { durationSeconds: 1, sizeBytes: null, output: `reading ${tick}` };
    return JSON.stringify({ job, run: job, ok: exitCode === 0, exitCode, ...rest });
  }

  function pump(one: Sequence): void {
    const now = clock.monotonic();
    const patience = one === live && one.cursor > 0 ? PATIENCE_MS.live : PATIENCE_MS.backlog;
    if (one.sent > one.cursor && now - one.sentAt > patience) one.sent = one.cursor;
    const window = one === live ? LIVE_WINDOW : BACKLOG_WINDOW;
    for (const { seq, said } of takeDue(one, window, now)) send(one, seq, said);
  }

  return {
    work() {
      measure(clock.now());
      if (state === 'closed' && clock.monotonic() >= openAt) open();
      if (state !== 'open') return;
      pump(live);
      const oldest = sequences.find((one) => one !== live && one.cursor < one.said.length);
      if (answered && oldest !== undefined) pump(oldest);
    },
    waiting() {
      const left = Math.max(0, script.ticks - Math.max(0, next));
      const unheard = sequences.flatMap((one) => one.said.slice(one.cursor));
      return left + unheard.filter(({ tick }) => tick >= 0 && tick < script.ticks).length;
    },
  };
}
