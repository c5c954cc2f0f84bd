import type { ChatAnswer, ChatRequest } from '../../../collector/src/chat-in/index.ts';
import type { ReceivedRequest, WebhookAnswer } from '../webhook.ts';

/** Something that a person writes or presses at a service. */
export interface Words {
  /** Names it at the service. */
  id: string;
  user: string;
  text: string;
  /** Text of the message it answers. */
  about?: string;
  /** In a group, and to nobody in particular. */
  isTalk?: boolean;
  /** When it is sent, Unix milliseconds. */
  at: number;
}

/** A service by which people answer, as far as its documentation says how it behaves. */
export interface ReplyDouble {
  /** Options by which the way to answer reaches the double at `origin`. */
  options(origin: string): Record<string, unknown>;
  /** What must never be told, as it stands in the options. */
  secrets: readonly string[];
  /** The request, signed as documented, by which the service brings words. */
  say(words: Words, origin: string): ChatRequest;
  /** The same of a button whose value is `text`; undefined where pages have none. */
  press?(words: Words, origin: string): ChatRequest;
  /** A signed request whose body is `text`, whatever that is. */
  signed(text: string, at: number): ChatRequest;
  /** The same request as nobody but a forger would send it. */
  forged(request: ChatRequest): readonly ChatRequest[];
  /** False where it brings only what is said to us. */
  hearsTalk?: false;
  /** False where it does not tell which message is answered. */
  tellsAnswered?: false;
  /** How far its time may be off, ours or theirs; undefined where it sends none. Milliseconds. */
  mostOffMs?: number;
  /** Answers what it is asked, as the service does. */
  answer(request: ReceivedRequest): WebhookAnswer;
  /** What the person reads: in the answer of the request, or in what the service was asked to show. */
  shown(answer: ChatAnswer, received: readonly ReceivedRequest[]): string;
}

/** A request of the service with a body. */
export function posted(
  body: string,
  headers: Record<string, string>,
  query: Record<string, string> = {},
): ChatRequest {
  return { method: 'POST', query, headers, body: Buffer.from(body) };
}

/** The request with other headers. */
export function withHeaders(request: ChatRequest, headers: Record<string, string>): ChatRequest {
  return { ...request, headers: { ...request.headers, ...headers } };
}

/** The request with another body. */
export function withBody(request: ChatRequest, change: (body: string) => string): ChatRequest {
  return { ...request, body: Buffer.from(change(request.body.toString())) };
}
