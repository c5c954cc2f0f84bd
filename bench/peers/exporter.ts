import { createServer, type Socket } from 'node:net';
import { breachingText, type Delivery, healthyTexts } from './exposition.ts';

/**
 * Answers scrapes of `/h/<host>` for a whole fleet, from answers made in advance. `/breach/<tight|shipped>/<host>` fills that host's disk for good. Its
 * first argument is the port.
 */
const VARIANTS = 16;
const healthy = healthyTexts(VARIANTS).map(answerOf);
const full: Record<Delivery, Buffer> = {
  tight: answerOf(breachingText('tight')),
  shipped: answerOf(breachingText('shipped')),
};
const breaching = new Map<string, Buffer>();
const nothing = answerOf('');
let scrapes = 0;

function answerOf(body: string): Buffer {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: text/plain; version=0.0.4\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.from(head + body);
}

function answer(path: string): Buffer {
  const [, what = '', first = '', second = ''] = path.split('/');
  if (what === 'h') return breaching.get(first) ?? healthy[scrapes++ % VARIANTS] ?? nothing;
  if (what === 'breach' && (first === 'tight' || first === 'shipped')) breaching.set(second, full[first]);
  return nothing;
}

/** Requests have no body, so each ends at its empty line; one connection asks one at a time. */
function serve(socket: Socket): void {
  let request = '';
  socket.setNoDelay(true);
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    request += chunk;
    if (!request.endsWith('\r\n\r\n')) return;
    socket.write(answer(request.slice(request.indexOf(' ') + 1, request.indexOf(' HTTP/'))));
    request = '';
  });
  socket.on('error', () => socket.destroy());
}

createServer(serve).listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 4096 });
