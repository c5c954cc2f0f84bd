import type { ChatService } from '@watchcase/api';
import type { z } from 'zod';

/** A request as it came, before anybody believes it. */
export interface ChatRequest {
  method: 'GET' | 'POST';
  query: Readonly<Record<string, string>>;
  /** By their names in small letters. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** What the service gets as the answer of its request. */
export interface ChatAnswer {
  status: number;
  type: 'application/json' | 'application/xml' | 'text/plain';
  body: string;
}

/** What somebody wrote, or pressed. */
export interface Said {
  /** Names it at its service: the same however often the service sends it. */
  id: string;
  /** Who it was, as the service calls them. */
  user: string;
  /** The words, without what mentions us; of a button the words that stand for it. */
  text: string;
  /** Said to us: in a chat with us alone, by a mention, a command or a button. The rest of a group's talk is let pass unless it is a command. */
  isToUs: boolean;
  /** What the service gets where nothing is answered; `{}` without it. */
  heard?: ChatAnswer;
  /** Text of the message that this one answers; empty where there is none or nobody tells. Never rejects. */
  about(signal: AbortSignal): Promise<string>;
  /** Answers it. Never rejects: what could not be sent is told by `lost`. */
  answer(answer: Answer, signal: AbortSignal): Promise<{ response: ChatAnswer; lost?: string }>;
}

/** What is answered; `isDone`: what was asked has been done. */
export interface Answer {
  text: string;
  isDone: boolean;
}

/** Why a request is not believed, or not understood. */
export type RefusedBecause = 'signature' | 'clock' | 'unreadable';

/** What a request turns out to be: something said, a question of the service itself, or nothing to be believed. */
export type Reading =
  | { is: 'said'; said: Said }
  | { is: 'answered'; answer: ChatAnswer }
  /** `offMs`: how much the service's clock is behind ours, where the signature is right. */
  | { is: 'refused'; because: RefusedBecause; offMs?: number };

/** One service by which people answer: a folder under chat-in/services/, found by its `index.ts`. */
export interface ReplyService<S extends z.ZodType = z.ZodType> {
  name: ChatService;
  options: S;
  /** Reads one request (pure): checks its signature first, then its time. `now`: Unix milliseconds. */
  read(request: ChatRequest, options: z.output<S>, now: number): Reading;
  /** Fetches what was said, where the service need not reach us; resolves when `signal` says so. `take` says what becomes of each. */
  poll?(options: z.output<S>, needs: PollNeeds): Promise<void>;
  /** Whether this set of options wants `poll`. */
  polls?(options: z.output<S>): boolean;
}

/** What fetching needs of the rest of the house. */
export interface PollNeeds {
  signal: AbortSignal;
  /** Resolves when it is dealt with; rejects when it is to be fetched again. */
  take(said: Said): Promise<void>;
  /** False while another collector fetches. */
  isOurs(): boolean;
  /** Resolves after so long, or when `signal` says so. */
  pause(ms: number): Promise<void>;
  /** Fetching does not work; said once until it works again. */
  failed(detail: string): void;
}

/** Gives a service its types. */
export function defineReplyService<S extends z.ZodType>(service: ReplyService<S>): ReplyService<S> {
  return service;
}

/** The answer that says no more than that it came. */
export const taken: ChatAnswer = { status: 200, type: 'application/json', body: '{}' };

/** JSON as an answer. */
export function jsonAnswer(value: unknown): ChatAnswer {
  return { status: 200, type: 'application/json', body: JSON.stringify(value) };
}
