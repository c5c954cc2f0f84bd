import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Clock } from '@watchcase/runtime';

/** One request; redirects are not followed. */
export interface HttpRequest {
  url: string;
  method: string;
  headers: Readonly<Record<string, string>>;
  timeoutMs: number;
  /** False takes any certificate. */
  verify: boolean;
}

/** How it ended; the body is cut at 1 MiB. */
export type HttpAnswer =
  | { outcome: 'answered'; status: number; body: string; bodyBytes: number; seconds: number }
  | { outcome: 'timeout' | 'failed' | 'unresolved'; reason: string; seconds: number };

const MOST_BYTES = 1_048_576;

/** Sends one request on a connection of its own. */
export function requestHttp(clock: Clock, wanted: HttpRequest): Promise<HttpAnswer> {
  const startedAt = clock.monotonic();
  const seconds = () => (clock.monotonic() - startedAt) / 1000;
  const send = wanted.url.startsWith('https:') ? requestTls : requestPlain;
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(wanted.timeoutMs);
    const { method, headers, verify } = wanted;
    const request = send(
      wanted.url,
      { method, headers, signal, agent: false, rejectUnauthorized: verify },
      (response) => {
        const chunks: Buffer[] = [];
        let bodyBytes = 0;
        response.on('data', (chunk: Buffer) => {
          if (bodyBytes < MOST_BYTES) chunks.push(chunk);
          bodyBytes += chunk.length;
        });
        response.on('end', () =>
          resolve({
            outcome: 'answered',
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
            bodyBytes,
            seconds: seconds(),
          }),
        );
        response.on('error', (error) =>
          resolve({
            outcome: signal.aborted ? 'timeout' : 'failed',
            reason: error.message,
            seconds: seconds(),
          }),
        );
      },
    );
    request.on('error', (error: NodeJS.ErrnoException) => {
      const unresolved = error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN';
      const outcome = signal.aborted ? 'timeout' : unresolved ? 'unresolved' : 'failed';
      resolve({ outcome, reason: error.code ?? error.message, seconds: seconds() });
    });
    request.end();
  });
}
