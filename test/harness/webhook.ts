import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@watchcase/runtime';

/** One request a webhook receiver got. */
export interface ReceivedRequest {
  /** When its body was complete, Unix milliseconds. */
  at: number;
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** How to answer a request; `hang` never does. */
export type WebhookAnswer =
  | { status: number; headers?: Record<string, string>; body?: string }
  | 'hang'
  | 'reset';

/** A real HTTP server that takes pages. */
export interface Webhook {
  url: string;
  /** Everything it got, in order of arrival. */
  received: ReceivedRequest[];
  /** Decides the answers from now on; 200 until told otherwise. */
  answerWith(answer: (request: ReceivedRequest) => WebhookAnswer): void;
  /** Connections accepted so far. */
  connections(): number;
  stop(): Promise<void>;
}

/** Starts a webhook receiver on a free loopback port, or on the given one. */
export async function startWebhook(port = 0): Promise<Webhook> {
  const received: ReceivedRequest[] = [];
  let answer: (request: ReceivedRequest) => WebhookAnswer = () => ({ status: 200 });
  let connections = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const got = { at: systemClock.now(), method, path, headers, body };
      received.push(got);
      reply(response, answer(got));
    });
  });
  server.on('connection', () => connections++);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/page`,
    received,
    answerWith(next) {
      answer = next;
    },
    connections: () => connections,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(response: ServerResponse, answer: WebhookAnswer): void {
  if (answer === 'hang') return;
  if (answer === 'reset') response.socket?.destroy();
  else response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
}
