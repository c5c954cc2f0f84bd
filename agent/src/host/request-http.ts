import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Clock } from '@watchcase/runtime/light';
import { gather } from './gather.ts';
import { bodyText } from './body-text.ts';

/** One request; redirects are not followed. */
export interface HttpRequest {
  url: string;
  method: string;
  headers: Readonly<Record<string, string>>;
  /** What is sent with it; nothing by default. */
  body?: string;
  timeoutMs: number;
  /** False takes any certificate. */
  verify: boolean;
  /** So much of the answer's body is kept; 1 MiB by default. */
  mostBytes?: number;
}

/** How it ended; the body is cut, `bodyBytes` is all of it. `broken`: the answer began, and the connection ended within it. */
export type HttpAnswer =
  | { outcome: 'answered'; status: number; body: string; bodyBytes: number; seconds: number }
  | { outcome: 'timeout' | 'failed' | 'unresolved' | 'broken'; reason: string; seconds: number };

const MOST_BYTES = 1_048_576;
/** What curl takes of headers; Node's own bound is 16 KiB. */
const MOST_HEADER_BYTES = 300 * 1024;
const UNRESOLVED = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME']);

/** Sends one request on a connection of its own; the time runs until the last byte of the answer. Never rejects. */
export function requestHttp(clock: Clock, wanted: HttpRequest): Promise<HttpAnswer> {
  const startedAt = clock.monotonic();
  const seconds = () => (clock.monotonic() - startedAt) / 1000;
  const mostBytes = wanted.mostBytes ?? MOST_BYTES;
  return new Promise((resolve) => {
    const endAs = (outcome: 'failed' | 'unresolved' | 'broken', { code, message }: NodeJS.ErrnoException) => {
      timer.cancel();
      resolve({ outcome, reason: code ?? message, seconds: seconds() });
    };
    const fail = (error: NodeJS.ErrnoException) =>
      endAs(UNRESOLVED.has(error.code ?? '') ? 'unresolved' : 'failed', error);
    let request: ClientRequest | undefined;
    const timer = clock.after(wanted.timeoutMs, () => {
      resolve({ outcome: 'timeout', reason: 'ETIMEDOUT', seconds: seconds() });
      request?.destroy();
    });
    try {
      request = send(wanted);
    } catch (error) {
      fail(error as Error);
      return;
    }
    request.on('error', fail);
    request.on('response', (response: IncomingMessage) => {
      const body = gather(response, mostBytes);
      response.on('error', (error) => endAs('broken', error));
      response.on('end', () => {
        timer.cancel();
        const status = response.statusCode ?? 0;
        resolve({
          outcome: 'answered',
          status,
          body: bodyText(body.content(), response.headers, mostBytes),
          bodyBytes: body.bytes(),
          seconds: seconds(),
        });
      });
    });
    request.end(wanted.body);
  });
}

/**
 * Throws when the URL, the method or a header is not one. Sloppy answers are taken as browsers and curl take them: with one request on a connection there is
 * no other that a wrongly read end could reach.
 */
function send({ url, method, headers, verify }: HttpRequest): ClientRequest {
  const open = url.startsWith('https:') ? requestTls : requestPlain;
  return open(url, {
    method,
    headers,
    agent: false,
    rejectUnauthorized: verify,
    insecureHTTPParser: true,
    maxHeaderSize: MOST_HEADER_BYTES,
  });
}
