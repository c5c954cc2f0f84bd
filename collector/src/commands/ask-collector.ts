import { type Fault, UserError } from '@watchcase/runtime';
import { addressIn } from '../startup/index.ts';
import type { Options } from './needs.ts';
import { adminTokenOf } from './admin-token.ts';

const DEFAULT_URL = 'http://127.0.0.1:8080';

/** What a refusal tells. */
interface Refusal {
  code?: string;
  title?: string;
  faults?: readonly Fault[];
}

/** What --url says, else where the collector of the data folder listens. */
export function addressOf(options: Options): string {
  return (options.url ?? addressIn(options.data) ?? DEFAULT_URL).replace(/\/+$/, '');
}

/** Reads from the running collector's API; `path` begins behind /api/v1. Errors: as ask. */
export function askCollector(path: string, options: Options): Promise<unknown> {
  const headers = { authorization: `Bearer ${adminTokenOf(options.data)}` };
  return ask(`${addressOf(options)}/api/v1${path}`, { headers });
}

/** Sends JSON to it. Errors: as ask. */
export function postTo(path: string, body: unknown, options: Options): Promise<unknown> {
  return post(`${addressOf(options)}/api/v1${path}`, adminTokenOf(options.data), body);
}

/** Sends JSON, or bytes as they are, under a key: sent again it is done once. Errors: as ask. */
export function sendTo(path: string, body: object, key: string, options: Options): Promise<unknown> {
  const isFile = Buffer.isBuffer(body);
  return ask(`${addressOf(options)}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${adminTokenOf(options.data)}`,
      'content-type': isFile ? 'application/octet-stream' : 'application/json',
      'idempotency-key': key,
    },
    body: isFile ? Uint8Array.from(body) : JSON.stringify(body),
  });
}

/** Sends JSON. Errors: as ask. */
export function post(url: string, token: string, body: unknown, method = 'POST'): Promise<unknown> {
  return ask(url, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Asks the collector; the one place where its answers are read. Errors: COLLECTOR_AWAY, those of the collector with every fault it tells. */
export async function ask(url: string, request: RequestInit): Promise<unknown> {
  const response = await fetch(url, request).catch((error: unknown) => {
    throw new UserError({
      code: 'COLLECTOR_AWAY',
      place: url,
      message: `the collector does not answer (${(error as Error).message})`,
      fix: 'start it, or name its address with --url URL',
    });
  });
  const answer = (await response.json().catch(() => ({}))) as Refusal;
  if (!response.ok) {
    if (answer.faults !== undefined && answer.faults.length > 0) throw new UserError(answer.faults);
    throw new UserError({
      code: answer.code ?? 'COLLECTOR_REFUSED',
      place: url,
      message: answer.title ?? `HTTP ${response.status}`,
    });
  }
  return answer;
}
