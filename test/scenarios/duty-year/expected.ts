import type { Severity } from '@watchcase/api';
import type { Chain } from '@watchcase/oncall';
import { Inbox } from './inbox.ts';
import { type Late, latesOf } from './late.ts';
import { type ExpectedPage, TELLS, UPDATE_TELLS, URGENCY } from './pages.ts';
import { PROMISES } from './promises.ts';
import { waysAt } from './ways.ts';
import { chainFor, isAway, namedAt, thereAt } from './who.ts';
import { EVERYBODY } from './company.ts';
import type { Act, DutyCase } from './story.ts';

type Step = Pick<Chain['steps'][number], 'page' | 'channel' | 'hours'>;

const MOST_RESORTS = 48;
const minutes = (text: string) => Number(text.slice(0, -1)) * (text.endsWith('h') ? 60 : 1);
const SEVERITIES: readonly Severity[] = ['advisory', 'minor', 'major', 'critical'];

/** Plays one case's life, moment by moment, and notes whom it pages. */
export function expectedPages(story: DutyCase): ExpectedPage[] {
  const life = new Life(story);
  for (const act of story.acts) {
    life.passTo(act.at);
    life.take(act);
  }
  life.passTo(Number.POSITIVE_INFINITY);
  return life.inbox.pages;
}

/** Somebody who is to be told. */
type Planned = Pick<ExpectedPage, 'person' | 'reason' | 'place'> & { channel: string | null };

/** Where a round of asking is. */
interface Asking {
  reason: string;
  round: number;
  step: number;
  askedInRound: boolean;
  askedEver: boolean;
  resorts: number;
  /** When the next is asked; null at the chain's end. */
  next: number | null;
}

class Life {
  readonly inbox = new Inbox();
  #now: number;
  #state: 'open' | 'taken' | 'held' | 'resolved' = 'open';
  #severity: Severity;
  #assignee: string | null = null;
  #seen = 0;
  #holdEnds = 0;
  #lapsed = false;
  /** When somebody took it, or was given it. */
  #answeredAt = 0;
  #chain: Chain | undefined;
  #asking: Asking | null = null;
  /** By the round that goes on. */
  #lastAsked: readonly string[] = [];
  /** What clocks will say, in its order. */
  #lates: Late[] = [];
  /** When the lead is asked for a progress update that is overdue. */
  #progressAt: number | null = null;
  /** Who is told at this moment, and has not been. */
  #planned: Planned[] = [];
  readonly #customer: string;

  constructor(story: DutyCase) {
    this.#customer = story.customer;
    this.#severity = story.severity;
    this.#now = story.openedAt;
    this.#chain = chainFor(story.customer, story.severity);
    if (this.#chain !== undefined) this.#lates = latesOf(story);
    this.#begin('opened');
  }

  /** Lets time pass, with all that is due on the way. */
  passTo(at: number): void {
    for (;;) {
      const own = this.#nextMoment() ?? Number.POSITIVE_INFINITY;
      const next = Math.min(own, this.#lates[0]?.at ?? Number.POSITIVE_INFINITY);
      if (next !== this.#now) this.#tellPlanned();
      const due = this.inbox.next();
      // What is due at one moment is decided first and sent then.
      if (due !== undefined && due.at < next && due.at <= at) {
        this.inbox.send(due, { state: this.#state, lapsed: this.#lapsed, answeredAt: this.#answeredAt });
        continue;
      }
      if (next > at || next === Number.POSITIVE_INFINITY) break;
      this.#now = next;
      const late = this.#lates[0];
      if (late?.at === next) this.#warn(late);
      else if (this.#progressAt !== null && this.#progressAt <= next && this.#state !== 'held')
        this.#askForProgress();
      else if (this.#state === 'held') this.#sign('taken');
      else if (this.#asking === null) this.#lapse();
      else this.#ask(this.#asking);
    }
    this.#tellPlanned();
    this.#now = at;
  }

  take({ by, deed }: Act): void {
    if (deed.kind === 'acknowledge' || deed.kind === 'hand-on') this.#answeredAt = this.#now;
    if (deed.kind === 'acknowledge') {
      this.#assignee = by;
      this.#sign('taken');
    } else if (deed.kind === 'note' || deed.kind === 'tell') {
      if (deed.kind === 'tell') this.#progressAt = null;
      if (this.#state === 'taken') this.#sign('taken');
    } else if (deed.kind === 'resolve') {
      this.#state = 'resolved';
      this.#progressAt = null;
      this.#letGo();
      this.inbox.tellResolved(by, this.#now);
    } else if (deed.kind === 'reopen') this.#anew('reopened');
    else if (deed.kind === 'give-back') this.#anew('given-back');
    else if (deed.kind === 'hand-on') {
      this.#assignee = deed.to;
      this.#sign('taken');
      if (deed.to !== by) this.#page(deed.to, 'handed-on', '', null);
    } else if (deed.kind === 'hold') {
      this.#sign('held');
      this.#holdEnds = this.#now + deed.minutes;
    } else if (deed.kind === 'change-severity') this.#grade(by, deed.severity);
    else if (deed.kind === 'assign') this.#assign(deed.team);
  }

  #nextMoment(): number | null {
    if (this.#state === 'held') return this.#holdEnds;
    if (this.#chain === undefined || this.#state === 'resolved') return null;
    const silent = this.#state === 'taken' ? this.#seen + minutes(this.#chain.lapsesAfter ?? '30m') : null;
    const own = this.#asking === null ? silent : this.#asking.next;
    if (this.#progressAt === null) return own;
    return Math.max(this.#now, Math.min(own ?? this.#progressAt, this.#progressAt));
  }

  #letGo(): void {
    this.#asking = null;
    this.#lastAsked = [];
    this.#lapsed = false;
  }

  /** Somebody is at it. */
  #sign(state: 'taken' | 'held'): void {
    this.#state = state;
    this.#seen = this.#now;
    this.#letGo();
  }

  #anew(reason: string): void {
    this.#state = 'open';
    this.#assignee = null;
    this.#lapsed = false;
    this.#chain = reason === 'reopened' ? chainFor(this.#customer, this.#severity) : this.#chain;
    this.#begin(reason);
  }

  #lapse(): void {
    this.#lapsed = true;
    this.#begin('lapsed');
  }

  #grade(by: string, severity: Severity): void {
    if (severity === this.#severity) return;
    const isWorse = SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(this.#severity);
    this.#severity = severity;
    const { severities } = this.#chain ?? {};
    const isLeft = severities !== undefined && !severities.includes(severity);
    if (isLeft) this.#chain = chainFor(this.#customer, severity);
    if (this.#state === 'taken') {
      if (isWorse && this.#assignee !== null && this.#assignee !== by)
        this.#page(this.#assignee, 'raised', '', null);
      this.#sign('taken');
    } else if (isWorse) this.#begin('raised');
    else if (isLeft && this.#asking !== null) this.#begin(this.#asking.reason);
  }

  #assign(team: string): void {
    const own = chainFor(this.#customer, this.#severity, team);
    if (own === undefined || own.team === this.#chain?.team) return;
    this.#chain = own;
    if (this.#asking !== null) this.#begin(this.#asking.reason);
  }

  #begin(reason: string): void {
    if (this.#chain === undefined) {
      for (const person of EVERYBODY) this.#page(person, reason, '', null);
      return;
    }
    const first = { round: 1, step: 0, askedInRound: false, askedEver: false, resorts: 0 };
    this.#lastAsked = [];
    this.#asking = { reason, ...first, next: this.#now };
    this.passTo(this.#now);
  }

  /** Asks the next who is there; whoever is not is passed over at the same moment. */
  #ask(asking: Asking): void {
    const chain = this.#chain as Chain;
    const step = asking.resorts > 0 ? undefined : chain.steps[asking.step];
    if (step !== undefined) {
      asking.step++;
      const people = this.#there(chain, step);
      if (people.length === 0) return;
      this.#tell(people, asking, { place: `${asking.round}.${asking.step}`, channel: step.channel });
      asking.next = this.#now + minutes(chain.steps[asking.step - 1]?.delay ?? '');
      return;
    }
    if (asking.resorts === 0 && asking.askedInRound && asking.round <= (chain.repeat ?? 2)) {
      Object.assign(asking, { round: asking.round + 1, step: 0, askedInRound: false });
      return;
    }
    this.#resort(asking, chain);
  }

  /** Whoever is named and there; the first time else all of duty who are there; away or not where that is nobody. Where nobody is named all of duty are, once. */
  #resort(asking: Asking, { lastResort }: Chain): void {
    if (asking.resorts >= (lastResort === undefined ? 1 : MOST_RESORTS)) {
      asking.next = null;
      return;
    }
    asking.resorts++;
    const isThere = (person: string) => !isAway(person, this.#now);
    const named =
      lastResort === undefined
        ? EVERYBODY
        : namedAt({ page: lastResort.page, ...this.#asked(this.#chain as Chain) });
    const there = named.filter(isThere);
    const others = asking.resorts > 1 ? [] : EVERYBODY.filter(isThere);
    const people = [there, others, named].find((some) => some.length > 0) ?? [];
    const channel = people === others ? undefined : lastResort?.channel;
    this.#tell(people, asking, { place: `last ${asking.resorts}`, channel });
    asking.next = this.#now + minutes(lastResort?.every ?? '30m');
  }

  /** A silent holder of the case is asked with the first of the others. */
  #tell(
    people: readonly string[],
    asking: Asking,
    { place, channel }: { place: string; channel?: string | undefined },
  ): void {
    const isFirst = !asking.askedEver;
    const all = this.#lapsed && isFirst && this.#assignee !== null ? [this.#assignee, ...people] : people;
    const reason = this.#lapsed ? 'lapsed' : isFirst ? asking.reason : 'step';
    for (const person of new Set(all)) this.#page(person, reason, place, channel ?? null);
    this.#lastAsked = [...new Set(all)];
    Object.assign(asking, { askedInRound: true, askedEver: true });
  }

  #there(chain: Chain, { page, hours }: Step): string[] {
    return thereAt({ page, hours, ...this.#asked(chain) });
  }

  #asked({ team }: Chain) {
    return { team, assignee: this.#assignee, at: this.#now };
  }

  /** Whom the policy names; where they are not there, whoever has it; where nobody has, whoever was asked last. */
  #warn({ target, percent }: Late): void {
    this.#lates.shift();
    if (target === 'update' && percent === 100)
      this.#progressAt = this.#now + (PROMISES[`update ${this.#severity}`] ?? 0) / 2;
    const named = target === 'update' ? UPDATE_TELLS[percent] : TELLS[percent];
    if (named === undefined) return;
    const people =
      [this.#present(named), this.#present('assignee'), this.#lastAsked].find((some) => some.length > 0) ??
      [];
    const reason = percent < 100 ? 'warning' : target === 'update' ? 'progress' : 'breached';
    for (const person of people) this.#page(person, reason, '', null);
  }

  #askForProgress(): void {
    this.#progressAt = null;
    const people =
      [this.#present('lead'), this.#present('manager'), this.#present('assignee')].find(
        (some) => some.length > 0,
      ) ?? [];
    for (const person of people) this.#page(person, 'progress', 'late', null);
  }

  #present(who: 'assignee' | 'lead' | 'manager'): string[] {
    return this.#there(this.#chain as Chain, { page: [who] });
  }

  #page(person: string, reason: string, place: string, channel: string | null): void {
    this.#planned.push({ person, reason, place, channel });
  }

  /** Of what somebody is told at one moment, the most urgent. */
  #tellPlanned(): void {
    const planned = this.#planned.toSorted((a, b) => URGENCY.indexOf(a.reason) - URGENCY.indexOf(b.reason));
    this.#planned = [];
    for (const { person, reason, place, channel } of planned) {
      if (planned.find((one) => one.person === person)?.reason !== reason) continue;
      for (const way of waysAt(person, { at: this.#now, severity: this.#severity, channel }))
        this.inbox.plan({ at: way.due, since: this.#now, person, channel: way.channel, reason, place });
    }
  }
}
