import type { Clock } from '@watchcase/runtime';
import type { AgentLine } from '../broker/index.ts';
import { type CaseChange, SYNTHETIC } from '../model/index.ts';
import { decideWalk, type Seen, type WalkEnd } from './decide-walk.ts';
import { greeting, reading } from './messages.ts';
import type { TestPost } from './test-post.ts';

/** What an alert's walk needs of the rooms that it passes. */
export interface WalkNeeds {
  /** Makes the host known. */
  prepare(): Promise<void>;
  /** Connects to the broker as an agent; rejects where it lets nobody in. */
  connect(): Promise<AgentLine>;
  /** When the host was heard, Unix milliseconds; null as long as it was not. */
  heardAt(): number | null;
  /** Whoever waits for changes of cases hears them; one listens at a time. */
  onCases(hear: (changes: readonly CaseChange[]) => void): void;
  post: Pick<TestPost, 'onPage'>;
  /** Removes host, case and pages. */
  clean(): Promise<void>;
  clock: Clock;
  /** Something of ours failed. */
  failed(error: unknown): void;
}

/** Whatever is not seen after so long is lost, milliseconds: a page waits for a turn, a commit and the sender's look, which take less than a second. */
const LOST_MS = 30_000;

/** Sends one alert through all rooms, tells them that it is over, and removes what it left; never rejects. */
export async function walk(needs: WalkNeeds): Promise<WalkEnd> {
  const { clock } = needs;
  const seen = notSeen();
  const paged = Promise.withResolvers<void>();
  const recovered = Promise.withResolvers<void>();
  needs.post.onPage(() => {
    seen.pagedAt ??= clock.now();
    paged.resolve();
  });
  needs.onCases((changes) => {
    const own = changes.find(({ caseId }) => caseId === SYNTHETIC.caseId);
    if (own === undefined) return;
    seen.caseOpenedAt ??= clock.now();
    if (own.turned !== 'recovered') return;
    seen.recoveredAt ??= clock.now();
    recovered.resolve();
  });
  let sentAt = clock.now();
  let line: AgentLine | undefined;
  try {
    await needs.prepare();
    seen.preparedAt = clock.now();
    line = await needs.connect();
    sentAt = clock.now();
    seen.connectedAt = sentAt;
    for (const { topic, payload } of greeting(sentAt, sentAt)) line.publish(topic, payload);
    say(line, { epoch: sentAt, seq: 1, now: sentAt }, true);
    if (await inTime(paged.promise, clock)) {
      say(line, { epoch: sentAt, seq: 2, now: clock.now() }, false);
      await inTime(recovered.promise, clock);
    }
  } catch (error) {
    needs.failed(error);
  }
  seen.heardAt = needs.heardAt();
  line?.end();
  needs.post.onPage(() => undefined);
  needs.onCases(() => undefined);
  await needs.clean().catch(needs.failed);
  return decideWalk(sentAt, seen);
}

function notSeen(): Seen {
  return {
    preparedAt: null,
    connectedAt: null,
    heardAt: null,
    caseOpenedAt: null,
    pagedAt: null,
    recoveredAt: null,
  };
}

function say(line: AgentLine, at: { epoch: number; seq: number; now: number }, isWrong: boolean): void {
  const { topic, payload } = reading(at, isWrong);
  line.publish(topic, payload);
}

/** False when it has not come to an end after LOST_MS. */
async function inTime(ending: Promise<void>, clock: Clock): Promise<boolean> {
  const late = Promise.withResolvers<false>();
  const timer = clock.after(LOST_MS, () => late.resolve(false));
  try {
    return await Promise.race([ending.then(() => true), late.promise]);
  } finally {
    timer.cancel();
  }
}
