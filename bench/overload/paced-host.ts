import { connect, type Socket } from 'node:net';
import { createPace } from '@watchcase/agent/uplink/pace.ts';
import { createFrames, type Frame } from '@watchcase/collector/broker/frames.ts';
import { kindOf, PACKET, readPublish } from '@watchcase/collector/broker/publish-packet.ts';
import { type Ack, type Layout, LIMITS, upTopic } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import { greetingBytes } from '../fleet/greeting-bytes.ts';
import { connectBytes, publishText } from '../fleet/mqtt-bytes.ts';
import { identityOfHost, passwordOfHost } from '../fleet/seed-hosts.ts';
import { BACKLOG, createHostStream, type HostStream, LIVE } from '../return/host-stream.ts';

/** A host that keeps what is not acknowledged, sends it again, and slows down when it is told to, as the agent does. */
export interface PacedHost {
  readonly open: boolean;
  /** Connections that ended without its doing. */
  readonly lost: number;
  /** What it was told last. */
  slowDown(): number;
  /** Reads once, now. */
  read(values: string): void;
  retry(): void;
  /** From now on its readings are these, at their interval. */
  change(layout: Layout): void;
  /** Readings that are not acknowledged. */
  waiting(): number;
  /** Those of them that were put aside, or are so old at `now` (Unix milliseconds) that their answer is overdue. */
  overdue(now: number): number;
}

interface Kept {
  time: number;
  layout: string;
  values: string;
}

/** Quiet readings may be answered together after 45 s, and the answer takes its way. */
const OVERDUE_MS = LIMITS.answerMs + 15_000;
const MOST_BYTES = 65_536;

/** Connects at once. */
export function connectPacedHost(of: {
  port: number;
  index: number;
  layout: Layout;
  localAddress: string;
}): PacedHost {
  const { port, index, localAddress } = of;
  let { layout } = of;
  const identity = identityOfHost(index);
  const username = `${identity.customer}/${identity.host}`;
  const topic = upTopic(identity, 0, 'reading');
  const pace = createPace(systemClock, Math.random);
  const epoch = systemClock.now();
  let open = false;
  let begun = 0;
  let lost = 0;
  const socket: Socket = connect({ host: '127.0.0.1', port, localAddress, noDelay: true });
  const frames = createFrames(() => MOST_BYTES, take);
  const live = keeping(epoch, { bounds: LIVE, togetherMs: LIMITS.answerMs }, () => true);
  const aside = keeping(epoch - 1, { bounds: BACKLOG, togetherMs: 0 }, () => !pace.isAsideHeld());

  function keeping(
    number: number,
    how: Pick<Parameters<typeof createHostStream>[0], 'bounds' | 'togetherMs'>,
    mayGo: () => boolean,
  ) {
    const kept: Kept[] = [];
    const stream: HostStream = createHostStream({
      epoch: number,
      ...how,
      last: () => (mayGo() ? kept.length : 0),
      send: (seq) => publish(number, seq, kept[seq - 1]),
    });
    return { kept, stream };
  }

  function publish(number: number, seq: number, one: Kept | undefined): void {
    if (one === undefined) return;
    const payload = `{"sent":${systemClock.now()},"epoch":${number},"seq":${seq},"after":${seq - 1},"layout":"${one.layout}","time":${one.time},"values":[${one.values}]}`;
    socket.write(publishText(topic, payload), 'latin1');
  }

  function take(frame: Frame): boolean {
    const kind = kindOf(frame);
    if (kind === PACKET.connack) greet();
    // SUBACK, and PUBACK of presence and layout: with all three a session has begun.
    else if (kind === PACKET.suback || kind === PACKET.puback) open = ++begun >= 3;
    else if (kind === PACKET.publish) hear(readPublish(frame)?.payload.toString('latin1') ?? '');
    return true;
  }

  function greet(): void {
    socket.write(greetingBytes(identity, layout, { session: epoch, epoch, intervalMs: layout.intervalMs }));
  }

  function hear(text: string): void {
    const ack = JSON.parse(text) as Ack;
    const now = systemClock.monotonic();
    pace.told(ack.slowDown);
    for (const { epoch: number, seq } of ack.epochs) (number === epoch ? live : aside).stream.onAck(seq, now);
    pump(now);
  }

  function pump(now: number): void {
    live.stream.pump(now);
    aside.stream.pump(now);
  }

  socket.on('data', (chunk: Buffer) => frames.push(chunk));
  socket.on('error', () => undefined);
  socket.on('close', () => {
    open = false;
    lost++;
  });
  socket.write(
    connectBytes({ clientId: username, username, password: passwordOfHost(index), keepAliveSeconds: 120 }),
  );

  return {
    get open() {
      return open;
    },
    get lost() {
      return lost;
    },
    slowDown: pace.slowDown,
    read(values) {
      const { kept } = pace.isLive(layout.stream) ? live : aside;
      kept.push({ time: systemClock.now(), layout: layout.id, values });
      if (open) pump(systemClock.monotonic());
    },
    retry() {
      const now = systemClock.monotonic();
      if (!open) return;
      live.stream.retry(now);
      aside.stream.retry(now);
      pump(now);
    },
    change(next) {
      layout = next;
      greet();
    },
    overdue: (now) =>
      aside.kept.length -
      aside.stream.acknowledged +
      live.kept.slice(live.stream.acknowledged).filter(({ time }) => now - time > OVERDUE_MS).length,
    waiting: () =>
      live.kept.length - live.stream.acknowledged + aside.kept.length - aside.stream.acknowledged,
  };
}
