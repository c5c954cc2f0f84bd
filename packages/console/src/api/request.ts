import { problemSchema } from '@watchcase/api';
import { after } from '../clock.ts';
import { session } from '../state/session.ts';
import { RequestFailed } from './fault.ts';

/** Anything that turns an unknown answer into a known one, or throws. */
interface Schema<T> {
  parse(value: unknown): T;
}

/** What is sent besides the address. */
export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  body?: object;
  /** Sent as it is, in place of a body. */
  file?: Blob;
  /** Under one key an act is done once, however often it is asked for. */
  key?: string;
  signal?: AbortSignal;
  /** Tag of an answer that is here already: while it holds, 304 comes in its place. */
  tag?: string | undefined;
}

/** An answer with the tag by which the server knows it again. */
export interface Kept<T> {
  tag: string;
  answer: T;
}

const TIMEOUT_MS = 20_000;
/** 10 MB from a phone; the server waits as long. */
const FILE_TIMEOUT_MS = 60_000;

/** Asks the server; the one place where answers are read. Rejects with RequestFailed, or with the abort's own reason. */
export async function request<T>(path: string, schema: Schema<T>, options: RequestOptions = {}): Promise<T> {
  return readAnswer(path, schema, await send(path, options));
}

async function readAnswer<T>(path: string, schema: Schema<T>, response: Response): Promise<T> {
  const text = await response.text().catch(() => '');
  const answer = parsed(text);
  if (!response.ok) throw new RequestFailed(problemOf(response, answer));
  try {
    return schema.parse(answer);
  } catch (error) {
    throw new RequestFailed({ code: 'unreadable-answer', title: (error as Error).message, detail: path });
  }
}

/** Asks for what may not have changed; gives what is here already where it has not. */
export async function requestIfChanged<T>(
  path: string,
  schema: Schema<T>,
  { kept, signal }: { kept: Kept<T> | undefined; signal: AbortSignal },
): Promise<Kept<T>> {
  const response = await send(path, { signal, tag: kept?.tag });
  if (response.status === 304 && kept !== undefined) return kept;
  const answer = await readAnswer(path, schema, response);
  return { tag: response.headers.get('etag') ?? '', answer };
}

async function send(
  path: string,
  { method = 'GET', body, file, key, signal, tag }: RequestOptions,
): Promise<Response> {
  const timeout = new AbortController();
  const timer = after(file === undefined ? TIMEOUT_MS : FILE_TIMEOUT_MS, () => timeout.abort());
  try {
    return await fetch(`/api/v1${path}`, {
      method,
      headers: {
        accept: 'application/json',
        // Only this console sends it: the server takes it as proof that no other site asks.
        'x-watchcase': 'console',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(file === undefined ? {} : { 'content-type': 'application/octet-stream' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(tag === undefined || tag === '' ? {} : { 'if-none-match': tag }),
      },
      body: body === undefined ? (file ?? null) : JSON.stringify(body),
      credentials: 'same-origin',
      signal: signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new RequestFailed({ code: 'no-connection', title: (error as Error).message, detail: '' });
  } finally {
    timer.cancel();
  }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemOf(response: Response, answer: unknown) {
  if (response.status === 401) session.value = null;
  const problem = problemSchema.safeParse(answer);
  if (problem.success) return problem.data;
  const code = response.status >= 502 ? 'no-connection' : 'unreadable-answer';
  return { code, title: `HTTP ${response.status}`, detail: '' };
}
