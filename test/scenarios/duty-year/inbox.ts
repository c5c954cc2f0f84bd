import { ASKING, type ExpectedPage } from './pages.ts';

/** A page that waits, and since when. */
type Waiting = ExpectedPage & { since: number };

/** How a case stands when a page's moment has come. */
interface Standing {
  state: 'open' | 'taken' | 'held' | 'resolved';
  lapsed: boolean;
  /** When somebody took it last, or was given it; minutes since 1970. */
  answeredAt: number;
}

/** Pages of one case: those that wait, and those that came to somebody. */
export class Inbox {
  readonly pages: ExpectedPage[] = [];
  #waiting: Waiting[] = [];
  /** Who was told that something is wrong, by which channel, and nothing else since. */
  #believing: Pick<ExpectedPage, 'person' | 'channel'>[] = [];

  plan(page: Waiting): void {
    this.#waiting.push(page);
  }

  /** The one that is due first. */
  next(): Waiting | undefined {
    return this.#waiting.toSorted((a, b) => a.at - b.at)[0];
  }

  /** Tells what waited, unless it is of no use any more. */
  send(page: Waiting, { state, lapsed, answeredAt }: Standing): void {
    this.#waiting = this.#waiting.filter((one) => one !== page);
    const isTaken = state === 'taken' || state === 'held';
    if (state === 'resolved' || (page.at > page.since && answeredAt > page.since)) return;
    if (page.reason === 'lapsed' ? isTaken && !lapsed : isTaken && ASKING.has(page.reason)) return;
    this.pages.push(page);
    const { person, channel } = page;
    if (!this.#believing.some((one) => one.person === person && one.channel === channel))
      this.#believing.push({ person, channel });
  }

  /** Tells once whoever was told that something is wrong, but for who has ended it. */
  tellResolved(by: string, at: number): void {
    for (const { person, channel } of this.#believing.filter((one) => one.person !== by))
      this.pages.push({ at, person, channel, reason: 'resolved', place: '' });
    this.#believing = this.#believing.filter(({ person }) => person === by);
  }
}
