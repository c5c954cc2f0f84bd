import type { SendResult } from '../../model/index.ts';

/** A request to a service. Address, headers and body hold secrets: nothing of them is told to anybody. */
export interface ServiceRequest {
  url: string | URL;
  method?: 'POST' | 'PUT' | 'GET';
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

/** What a service answered. Its body is read when somebody asks for it. */
export interface ServiceAnswer {
  status: number;
  headers: Headers;
  /** How long it asks us to wait (Retry-After), milliseconds. */
  retryAfterMs: number | undefined;
  /** The body, as far as the first 16 KiB of it go. */
  text(): Promise<string>;
  /** The body as JSON; undefined for what is none, or is longer than that. */
  json(): Promise<unknown>;
}

const MOST_ANSWER_BYTES = 16_384;

/**
 * Asks a service once and lets `judge` say how that ended. Whoever does not answer, or stops in the middle of it, is a `retry`; redirects are not followed, since
 * what was sent was for this address.
 */
export async function askService(
  { url, method = 'POST', headers = {}, body }: ServiceRequest,
  signal: AbortSignal,
  judge: (answer: ServiceAnswer) => SendResult | Promise<SendResult>,
): Promise<SendResult> {
  const init = { method, headers, signal, redirect: 'manual' as const };
  try {
    const response = await fetch(url, body === undefined ? init : { ...init, body });
    const answer = answerOf(response);
    const result = await judge(answer);
    // How it ended is known: that the rest of the answer is lost changes nothing.
    if (!response.bodyUsed) await response.body?.cancel().catch(() => undefined);
    return result;
  } catch (error) {
    return { outcome: 'retry', detail: reasonOf(error) };
  }
}

/** JSON as the body of a request. */
export function jsonRequest(
  url: string | URL,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): ServiceRequest {
  return {
    url,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}

function answerOf(response: Response): ServiceAnswer {
  const text = () => readStart(response);
  return {
    status: response.status,
    headers: response.headers,
    retryAfterMs: waitOf(response.headers),
    text,
    json: async () => parsed(await text()),
  };
}

async function readStart({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    parts.push(part);
    size += part.length;
    if (size > MOST_ANSWER_BYTES) break;
  }
  return new TextDecoder().decode(Buffer.concat(parts).subarray(0, MOST_ANSWER_BYTES));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Retry-After is seconds or a date (RFC 9110 §10.2.3); a date counts from the sender's own. */
function waitOf(headers: Headers): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  const waitMs = /^\d+$/.test(text)
    ? Number(text) * 1000
    : Date.parse(text) - Date.parse(headers.get('date') ?? '');
  return waitMs >= 0 ? waitMs : undefined;
}

/** The code of what went wrong; its words may have the address in them. */
function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string } }).cause;
  return cause?.code ?? (error as Error).name;
}
