import { connect, type Socket } from 'node:net';
import { downTopic, upTopic } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import { connectBytes, publishBytes, publishText, subscribeBytes } from './mqtt-bytes.ts';
import { breachingValues, fleetLayout, valueVariants } from './series.ts';
import { identityOfHost, passwordOfHost } from './seed-hosts.ts';

/** What the generator is told, as JSON in its first argument. */
export interface GeneratorOptions {
  port: number;
  /** Number of the first host, and how many there are. */
  first: number;
  hosts: number;
  intervalMs: number;
  /** Connections opened a second. */
  connectPerSecond: number;
  /** From this many milliseconds after the start on, a host breaches every `everyMs`. */
  breach: { afterMs: number; everyMs: number };
}

interface Host {
  socket: Socket;
  topic: string;
  epoch: number;
  seq: number;
  open: boolean;
}

const VARIANTS = 16;
const SLICE_MS = 10;
const PER_ADDRESS = 20_000;
const options = JSON.parse(process.argv[2] ?? '{}') as GeneratorOptions;
const layout = fleetLayout(options.intervalMs);
const variants = valueVariants(layout, VARIANTS);
const breaching = breachingValues(layout);
const hosts: Host[] = [];
const heard = Buffer.alloc(65_536);
const counts = { connected: 0, sent: 0, heardBytes: 0, lost: 0 };

function open(index: number): void {
  const number = options.first + index;
  const identity = identityOfHost(number);
  const username = `${identity.customer}/${identity.host}`;
  const socket = connect({
    host: '127.0.0.1',
    port: options.port,
    localAddress: `127.0.0.${2 + Math.floor(number / PER_ADDRESS)}`,
    noDelay: true,
    // One buffer for all: what comes is only counted.
    onread: { buffer: heard, callback: (length) => hear(length) },
  });
  const epoch = systemClock.now();
  const host: Host = { socket, topic: upTopic(identity, 0, 'reading'), epoch, seq: 0, open: false };
  hosts[index] = host;
  socket.write(
    connectBytes({ clientId: username, username, password: passwordOfHost(number), keepAliveSeconds: 120 }),
  );
  function hear(length: number): boolean {
    counts.heardBytes += length;
    if (!host.open) greet();
    return true;
  }

  /** The first that is heard is the broker's CONNACK. */
  function greet(): void {
    host.open = true;
    counts.connected++;
    const presence = {
      session: epoch,
      state: 'online',
      time: systemClock.now(),
      reason: 'connected',
      epoch,
      intervalMs: options.intervalMs,
      streams: [layout.stream],
      name: identity.host,
      agent: 'generator',
      platform: 'linux',
    };
    socket.write(subscribeBytes(downTopic(identity, 'ack')));
    socket.write(
      publishBytes({
        topic: upTopic(identity, 0, 'presence'),
        payload: JSON.stringify(presence),
        qos: 1,
        retain: true,
      }),
    );
    socket.write(
      publishBytes({ topic: upTopic(identity, 0, 'layout'), payload: JSON.stringify(layout), qos: 1 }),
    );
  }
  const lose = () => {
    if (host.open) counts.lost++;
    host.open = false;
  };
  socket.on('error', lose);
  socket.on('close', lose);
}

function send(host: Host, values: string): number {
  const now = systemClock.now();
  const seq = ++host.seq;
  const payload = `{"sent":${now},"epoch":${host.epoch},"seq":${seq},"after":${seq - 1},"layout":"${layout.id}","time":${now},"values":[${values}]}`;
  host.socket.write(publishText(host.topic, payload), 'latin1');
  counts.sent++;
  return now;
}

/** Tells when the breaching reading of which host was sent; each host breaches once. */
function breach(index: number): void {
  const host = hosts[index];
  if (host?.open !== true) return;
  const at = send(host, breaching);
  process.stdout.write(`${JSON.stringify({ breach: identityOfHost(options.first + index).host, at })}\n`);
}

/** Each host has its place in the interval; a slice sends those whose place has come. */
function run(): void {
  const startedAt = systemClock.monotonic();
  let next = 0;
  let opened = 0;
  let breached = 0;
  const slice = (): void => {
    const elapsed = systemClock.monotonic() - startedAt;
    const mayOpen = Math.min(options.hosts, Math.floor((elapsed / 1000) * options.connectPerSecond));
    while (opened < mayOpen) open(opened++);
    const due = Math.floor((elapsed / options.intervalMs) * options.hosts);
    for (; next < due; next++) {
      const index = next % options.hosts;
      const host = hosts[index];
      if (host?.open === true) send(host, variants[(host.seq + index) % VARIANTS] ?? '');
    }
    const breaches = Math.min(options.hosts, (elapsed - options.breach.afterMs) / options.breach.everyMs);
    while (breached < breaches) breach(breached++);
    systemClock.after(SLICE_MS, slice);
  };
  slice();
}

function report(): void {
  process.stdout.write(`${JSON.stringify({ at: systemClock.now(), ...counts })}\n`);
  systemClock.after(1000, report);
}

run();
report();
