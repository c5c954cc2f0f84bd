import type { Clock, Log } from '@watchcase/runtime';
import type { PageMessage, SendResult } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import type { ChannelInstance } from './config.ts';
import type { PageRow } from './due-pages.ts';
import type { Letters } from './letters/index.ts';
import type { RecordLine } from './plan.ts';
import type { RosterSource } from './roster.ts';

/** One attempt that has ended. */
export interface AttemptEnd {
  caseId: number;
  outcome: SendResult['outcome'];
  /** Since the page was queued. */
  delaySeconds: number;
  /** It was a mail to a customer, and nobody's page. */
  isLetter?: true;
}

/** What the sender needs. */
export interface SenderNeeds {
  store: Store;
  channels: readonly ChannelInstance[];
  /** Those that reach people at addresses of their own, under the names that their methods have. */
  addressable?: readonly ChannelInstance[] | undefined;
  /** Mail to customers; undefined where there is none. */
  letters?: Letters | undefined;
  /** Most messages an hour to one person by a channel that rings; undefined for no limit. */
  mostAnHour?: number;
  /** So long after a message to one person by a channel that tells of several cases what comes for them there waits for one message, in milliseconds; 0 or undefined for one each. */
  digestMs?: number;
  /** Builds the message of a page from the case as it is now. */
  compose(page: PageRow): Promise<PageMessage>;
  /** The shards whose pages are ours, where other collectors send the others'; undefined for all. */
  shards?(): readonly number[] | undefined;
  /** False when another collector may be sending by now what was ours. */
  mayAct?(): boolean;
  record: RecordLine;
  /** Who can be paged when somebody is not reached. */
  roster: RosterSource;
  clock: Clock;
  log: Log;
  random(): number;
  /** An attempt has ended and is written down. */
  attempted(end: AttemptEnd): void;
}
