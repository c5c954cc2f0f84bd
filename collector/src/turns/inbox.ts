import { hostId, parseUpTopic } from '@watchcase/protocol';
import type { Message } from '../model/index.ts';
import { decideAdmission } from './decide-admission.ts';
import { createMessageQueue, type MessageQueue } from './message-queue.ts';

/** Messages waiting for a turn. */
export interface Inbox {
  /** False when too many wait: the message stays with whoever brought it. Backlog may be left to its agent instead, which sends it again. */
  offer(message: Message): boolean;
  /** The next ones in order, but for those of the hosts named, which go on waiting. Their payloads are valid until the next call. */
  take(most: number, without: ReadonlySet<string>): Message[];
  size(): number;
  /** Arrival of the first that waits. */
  since(): number | undefined;
  /** All that arrived until then was taken, and nothing was refused: whoever was not heard was silent until then, and what came later may still wait. */
  heardUntil(now: number): number;
  /** What the load was like since the last call: how long what is live waits, whether some was refused, how many were taken, how much backlog was left to the agents. */
  noteLoad(now: number): { waitedMs: number; isFull: boolean; taken: number; left: number };
  clear(): void;
}

/** What one reading may change is bounded by its length; of those that may change much one is taken of each host and turn. */
const LARGE_BYTES = 4096;
/** Of a turn this part is for backlog at least, while there is some: it must come to an end. */
const BACKLOG_PART = 0.1;

/** An empty one. `isBacklog` tells what need not go first. */
export function createInbox(isBacklog: (message: Message) => boolean): Inbox {
  const live = createMessageQueue();
  const backlog = createMessageQueue();
  /** Passed over: they come first. */
  let passed: Message[] = [];
  let refused = false;
  /** Since when whatever comes may wait outside: the first of what was refused since a look that found nothing refused. */
  let fullSince: number | undefined;
  let left = 0;
  let takenSince = 0;
  /** Of what is live so many came before the backlog that waits, and may be backlog themselves: taken as it came, before anything had to be told apart. */
  let ahead = 0;

  const size = () => passed.length + live.size() + backlog.size();

  return {
    offer(message) {
      const waited = (queue: MessageQueue) => message.arrivedAt - (queue.since() ?? message.arrivedAt);
      const backlogMs = backlog.size() === 0 ? null : waited(backlog);
      const waiting = { count: size(), liveMs: waited(live), backlogMs };
      const { what } = decideAdmission(waiting, () => isBacklog(message));
      if (what === 'take') live.push(message);
      else if (what === 'wait') {
        if (backlog.size() === 0) ahead = live.size();
        backlog.push(message);
      } else if (what === 'leave') left++;
      else {
        refused = true;
        fullSince ??= message.arrivedAt;
      }
      return what !== 'refuse';
    },
    take(most, without) {
      live.recycle();
      backlog.recycle();
      const taken: Message[] = [];
      const skipped: Message[] = [];
      const busy = new Set(without);
      /** `keep` makes of one that is passed over what goes on waiting. */
      const consider = (message: Message, keep: (one: Message) => Message) => {
        const isBusy = busy.size > 0 && busy.has(hostOf(message));
        if (isBusy) skipped.push(keep(message));
        else taken.push(message);
        if (!isBusy && isLarge(message)) busy.add(hostOf(message));
      };
      const before = passed;
      let at = 0;
      for (; at < before.length && taken.length < most; at++) consider(before[at] as Message, (one) => one);
      const takeFrom = (queue: MessageQueue, until: number) => {
        while (taken.length < until) {
          const message = queue.next();
          if (message === undefined) return;
          consider(message, copied);
        }
      };
      const kept = Math.min(backlog.size(), Math.floor(most * BACKLOG_PART));
      const waiting = live.size();
      takeFrom(live, Math.max(most - kept, Math.min(most, ahead + taken.length)));
      ahead = Math.max(0, ahead - waiting + live.size());
      if (ahead === 0) takeFrom(backlog, most);
      passed = skipped.concat(before.slice(at));
      takenSince += taken.length;
      return taken;
    },
    size,
    since: () => passed[0]?.arrivedAt ?? live.since() ?? backlog.since(),
    heardUntil: (now) => Math.min(now, fullSince ?? now, live.since() ?? now),
    noteLoad(now) {
      // What one noisy host has to wait is nobody else's concern.
      const waitedMs = now - (live.since() ?? now);
      const load = { waitedMs, isFull: refused, taken: takenSince, left };
      if (!refused) fullSince = undefined;
      refused = false;
      left = 0;
      takenSince = 0;
      return load;
    },
    clear() {
      live.clear();
      backlog.clear();
      passed = [];
      ahead = 0;
      fullSince = undefined;
    },
  };
}

function isLarge({ topic, payload }: Message): boolean {
  return payload.length > LARGE_BYTES && topic.endsWith('/reading');
}

/** The bytes of what was taken from a queue are its own for one turn only. */
function copied(message: Message): Message {
  return { ...message, payload: Buffer.from(message.payload) };
}

function hostOf({ topic }: Message): string {
  const host = parseUpTopic(topic);
  return host === undefined ? '' : hostId(host);
}
