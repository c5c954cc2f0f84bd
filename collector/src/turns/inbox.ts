import { hostId, parseUpTopic } from '@watchcase/protocol';
import type { Message } from '../model/index.ts';

/** Messages waiting for a turn. */
export interface Inbox {
  /** False when too many wait: the message stays with whoever brought it. */
  offer(message: Message): boolean;
  /** The next ones in order, but for those of the hosts named, which go on waiting. */
  take(most: number, without: ReadonlySet<string>): Message[];
  size(): number;
  /** Arrival of the first that waits. */
  since(): number | undefined;
  clear(): void;
}

/** Messages that may wait; more are left to the agents' disks. */
const MOST = 20_000;
/** What one reading may change is bounded by its length; of those that may change much one is taken of each host and turn. */
const LARGE_BYTES = 4096;
/** So many are taken before the room they had is given back. */
const COMPACT = 4096;

/** An empty one. */
export function createInbox(): Inbox {
  let messages: Message[] = [];
  /** Where those that wait begin. */
  let from = 0;
  /** Passed over: they come first. */
  let passed: Message[] = [];

  const size = () => passed.length + messages.length - from;

  function next(): Message | undefined {
    const message = messages[from];
    if (message === undefined) return undefined;
    from++;
    if (from === messages.length || from >= COMPACT) {
      messages = messages.slice(from);
      from = 0;
    }
    return message;
  }

  return {
    offer(message) {
      if (size() >= MOST) return false;
      messages.push(message);
      return true;
    },
    take(most, without) {
      const taken: Message[] = [];
      const skipped: Message[] = [];
      const busy = new Set(without);
      const consider = (message: Message) => {
        const isBusy = busy.size > 0 && busy.has(hostOf(message));
        (isBusy ? skipped : taken).push(message);
        if (!isBusy && isLarge(message)) busy.add(hostOf(message));
      };
      const before = passed;
      let at = 0;
      for (; at < before.length && taken.length < most; at++) consider(before[at] as Message);
      while (taken.length < most) {
        const message = next();
        if (message === undefined) break;
        consider(message);
      }
      passed = skipped.concat(before.slice(at));
      return taken;
    },
    size,
    since: () => (passed[0] ?? messages[from])?.arrivedAt,
    clear() {
      messages = [];
      passed = [];
      from = 0;
    },
  };
}

function isLarge({ topic, payload }: Message): boolean {
  return payload.length > LARGE_BYTES && topic.endsWith('/reading');
}

function hostOf({ topic }: Message): string {
  const host = parseUpTopic(topic);
  return host === undefined ? '' : hostId(host);
}
