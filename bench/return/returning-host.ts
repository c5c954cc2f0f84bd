import { connect, type Socket } from 'node:net';
import { createFrames, type Frame } from '@watchcase/collector/broker/frames.ts';
import { kindOf, PACKET, readPublish } from '@watchcase/collector/broker/publish-packet.ts';
import { type Ack, type Layout, LIMITS, upTopic } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import { greetingBytes } from '../fleet/greeting-bytes.ts';
import { connectBytes, publishText } from '../fleet/mqtt-bytes.ts';
import { identityOfHost, passwordOfHost } from '../fleet/seed-hosts.ts';
import { BACKLOG, createHostStream, type HostStream, LIVE } from './host-stream.ts';

/** A host with a backlog that reconnects as the agent does: live data first, the backlog behind it under acknowledgements. */
export interface ReturningHost {
  readonly live: HostStream;
  readonly backlog: HostStream;
  readonly open: boolean;
  /** One more live reading, taken now; gives its time. */
  read(values: string): number;
  retry(): void;
  end(): void;
}

/** What a host is made of. */
export interface ReturningHostOptions {
  port: number;
  index: number;
  layout: Layout;
  localAddress: string;
  /** The outage: so many readings lie before `returnedAt`. */
  readings: number;
  intervalMs: number;
  returnedAt: number;
  /** Text of the values of the backlog's reading `seq`. */
  backlogValues(seq: number): string;
  onProgress(): void;
  onLost(): void;
}

const MOST_BYTES = 65_536;
const TROUBLED = 10;

/** Every tenth host was in trouble during the outage: nobody is to be paged for it now. */
export function wasInTrouble(index: number): boolean {
  return index % TROUBLED === 0;
}

/** Connects at once. */
export function connectReturningHost(options: ReturningHostOptions): ReturningHost {
  const { port, index, layout, localAddress, returnedAt } = options;
  const identity = identityOfHost(index);
  const username = `${identity.customer}/${identity.host}`;
  const topic = upTopic(identity, 0, 'reading');
  const lived: { time: number; values: string }[] = [];
  let open = false;
  let begun = 0;
  let answered = false;
  const socket: Socket = connect({ host: '127.0.0.1', port, localAddress, noDelay: true });
  const frames = createFrames(() => MOST_BYTES, take);

  const live = createHostStream({
    epoch: returnedAt + 1,
    bounds: LIVE,
    last: () => lived.length,
    togetherMs: LIMITS.answerMs,
    send(seq) {
      const one = lived[seq - 1];
      if (one !== undefined) publish(live.epoch, seq, one);
    },
  });
  const backlog = createHostStream({
    epoch: returnedAt - options.readings * options.intervalMs,
    bounds: BACKLOG,
    last: () => options.readings,
    togetherMs: 0,
    send(seq) {
      const time = returnedAt - (options.readings - seq + 1) * options.intervalMs;
      publish(backlog.epoch, seq, { time, values: options.backlogValues(seq) });
    },
  });

  function publish(epoch: number, seq: number, { time, values }: { time: number; values: string }): void {
    const sent = systemClock.now();
    const payload = `{"sent":${sent},"epoch":${epoch},"seq":${seq},"after":${seq - 1},"layout":"${layout.id}","time":${time},"values":[${values}]}`;
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
    socket.write(
      greetingBytes(identity, layout, {
        session: returnedAt,
        epoch: live.epoch,
        intervalMs: options.intervalMs,
      }),
    );
  }

  function hear(text: string): void {
    const ack = JSON.parse(text) as Ack;
    const now = systemClock.monotonic();
    for (const { epoch, seq } of ack.epochs) {
      const stream = epoch === live.epoch ? live : backlog;
      if (!answered) stream.greeted(seq);
      stream.onAck(seq, now);
    }
    answered = true;
    live.pump(now);
    backlog.pump(now);
    options.onProgress();
  }

  socket.on('data', (chunk: Buffer) => frames.push(chunk));
  socket.on('error', () => undefined);
  socket.on('close', () => {
    open = false;
    options.onLost();
  });
  socket.write(
    connectBytes({ clientId: username, username, password: passwordOfHost(index), keepAliveSeconds: 120 }),
  );

  return {
    live,
    backlog,
    get open() {
      return open;
    },
    read(values) {
      const time = systemClock.now();
      lived.push({ time, values });
      if (open) live.pump(systemClock.monotonic());
      return time;
    },
    retry() {
      const now = systemClock.monotonic();
      if (!open) return;
      live.retry(now);
      if (answered) backlog.retry(now);
    },
    end: () => socket.destroy(),
  };
}
