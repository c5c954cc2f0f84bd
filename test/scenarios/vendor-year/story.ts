import { seededRandom } from '../../harness/seeded-random.ts';
import { type As, CATEGORIES, type Door, type Fault, SEVERITIES, type Step } from './fault.ts';
import { Life } from './life.ts';
import { followContracts } from './follow-contracts.ts';
import { CHANGES, LAST_FAULT, minuteOf, owedFor, type Place, YEAR_ENDS } from './promises.ts';
import { SPECIAL_DAYS } from './special-days.ts';

const DAY = 1440;
const YEAR_BEGINS = minuteOf('2026-01-01T00:00Z');
/** Comes back so many minutes after it was ended while it fired. */
const COMES_BACK = 240;

const hosts: readonly Place[] = [
  { customer: 'hongda', site: 'main', host: 'hongda.mes-db' },
  { customer: 'hongda', site: 'main', host: 'hongda.mes-app' },
  { customer: 'hongda', site: 'west', host: 'hongda.files' },
  { customer: 'nordwerk', site: 'kiel', host: 'nordwerk.erp' },
  { customer: 'nordwerk', site: 'kiel', host: 'nordwerk.nas' },
  { customer: 'bluefield', site: 'ohio', host: 'bluefield.mes' },
  { customer: 'bluefield', site: 'ohio', host: 'bluefield.line' },
];
const engineers: readonly As[] = ['lin', 'zhao', 'meyer', 'chen'];

/** All of a year's faults, and all that is done, in its order. */
export interface Year {
  faults: Fault[];
  steps: Step[];
  hosts: readonly Place[];
}

/** Makes up a year; the same seed makes the same one. */
export function inventYear(seed: number): Year {
  const random = seededRandom(seed);
  const below = (end: number) => Math.floor(random() * end);
  const pick = <T>(of: readonly T[]): T => of[below(of.length)] as T;
  const chance = (share: number) => random() < share;
  const lives: Life[] = [];
  /** Until when each host has a fault. */
  const busy = new Map<string, number>();

  function begin(place: Place, door: Door, opened: number, more: Partial<Fault> = {}): Life {
    const category = more.category ?? pick(CATEGORIES);
    const severity = more.severity ?? pick(SEVERITIES);
    const owed = more.owed ?? owedFor(place, category, { minute: opened });
    const life = new Life({
      number: lives.length,
      place,
      door,
      kind: door === 'inspection' ? 'finding' : door === 'call' ? 'complaint' : 'fault',
      isOurs: door === 'alert' || door === 'inspection',
      category,
      severity,
      opened,
      owedAsOf: opened,
      owed,
      owedLast: owed,
      ...more,
    });
    lives.push(life);
    return life;
  }

  function someMinute(): number {
    for (;;) {
      const day = chance(0.3) ? pick(SPECIAL_DAYS) : YEAR_BEGINS + below(LAST_FAULT - YEAR_BEGINS);
      const minute = day + below(DAY);
      if (minute < LAST_FAULT) return minute;
    }
  }

  function note(life: Life): void {
    const kind = pick(['internal', 'told', 'told', 'robot', 'customer', 'mail', 'for lin']);
    if (kind === 'mail') return life.do({ kind: 'mail' });
    if (kind === 'customer') return life.act('notes', 'customer', { text: 'it still prints twice' });
    const visibility = kind === 'internal' ? 'internal' : 'customer';
    const as = kind === 'robot' ? 'program' : kind === 'for lin' ? 'program for lin' : pick(engineers);
    const line: [string, object?][] =
      kind === 'told' || kind === 'for lin' ? [['told', { isProgress: true }]] : [];
    life.act('notes', as, { text: 'we have found the query', visibility }, ...line);
  }

  function answer(life: Life): void {
    const as = pick(engineers);
    const way = below(4);
    if (way === 0) life.answer({ kind: 'answer by link', person: as });
    else if (way === 1) life.diagnose(as);
    else if (way === 2) life.handOn(as, pick(['lin', 'zhao']));
    else life.answer({ kind: 'act', path: 'acknowledge', as: chance(0.3) ? 'program for lin' : as });
  }

  /** One thing that is done to a case that is not over. */
  function work(life: Life): void {
    const as = pick(engineers);
    if (life.state === 'open' && chance(0.8)) return answer(life);
    const can = ['note', 'note', 'grade', 'hand-on', 'log-work', 'diagnose'];
    if (['open', 'acknowledged', 'diagnosing'].includes(life.state)) can.push('go');
    if (['acknowledged', 'diagnosing', 'on-site-needed'].includes(life.state)) can.push('arrive');
    if (life.isTaken) can.push('hold', 'hold', 'give-back');
    if (life.state === 'on-hold') can.push('resume', 'resume');
    if (life.fault.door === 'alert') can.push('measure', 'measure', 'recover');
    switch (pick(can)) {
      case 'grade':
        return life.grade(as, pick(SEVERITIES));
      case 'hand-on':
        return life.handOn(as, pick(engineers));
      case 'log-work':
        return life.act('work', as, {
          labourMinutes: below(4) * 30,
          travelMinutes: 30 + below(4) * 30,
          parts: chance(0.3) ? [{ name: 'disk', count: 1 + below(3), unitPrice: 80.5 }] : [],
          text: 'looked at it',
        });
      case 'diagnose':
        return life.diagnose(as);
      case 'go':
        return life.goThere(as);
      case 'arrive':
        return life.arrive(as);
      case 'hold':
        return life.hold(
          as,
          pick(['customer', 'supplier', 'parts']),
          chance(0.6) ? life.at + 10 + below(2 * DAY) : null,
        );
      case 'resume':
        return life.resume(as);
      case 'give-back':
        return life.giveBack(as);
      case 'recover':
        return life.recover();
      case 'measure':
        return measure(life);
      default:
        return note(life);
    }
  }

  function measure(life: Life): void {
    const [first, second] = life.levels;
    if (first > 0 && first < 4 && chance(0.4)) return life.measure(0, first + 1 + below(4 - first));
    if (first === 0) return life.measure(0, SEVERITIES.indexOf(life.fault.severity) + 1);
    if (second === 0 && !life.hadSecond) return life.measure(1, 1 + below(4));
    return life.recover();
  }

  const someWhile = () => (chance(0.6) ? 1 + below(45) : 1 + below(600));

  /** Works on it until it is resolved. */
  function solve(life: Life): void {
    for (let left = 1 + below(6); left > 0; left--) {
      life.pass(someWhile());
      work(life);
    }
    life.pass(someWhile());
    const as = pick(engineers);
    if (life.state === 'open') {
      answer(life);
      life.pass(1 + below(60));
    }
    if (Math.max(...life.levels) > 0 && chance(0.2)) {
      life.resolveForNow(as);
      life.comesBack(life.at + COMES_BACK);
      life.pass(1 + below(120));
    }
    if (Math.max(...life.levels) > 0) life.recover();
    life.resolve(as);
  }

  /** What the customer says, and the end. */
  function finish(life: Life): void {
    for (let again = 0; again < 2; again++) {
      life.pass(1 + below(chance(0.5) ? 25 : 1000));
      const word = below(7);
      if (word === 0 && life.fault.door === 'alert' && life.at - life.endedAt <= 30) life.recur();
      else if (word === 1) life.reopened({ kind: 'customer by link', word: 'dispute' });
      else if (word === 2) life.reopened({ kind: 'act', path: 'reopen', as: pick(engineers) });
      else if (word < 5) {
        if (chance(0.5)) life.act('confirm', 'customer', { text: 'it is good again' });
        else life.do({ kind: 'customer by link', word: 'confirm' });
        life.state = 'confirmed';
        if (chance(0.5)) life.do({ kind: 'customer by link', word: `rate-${1 + below(5)}` });
        break;
      } else break;
      solve(life);
    }
    life.pass(1 + below(2000));
    life.end(pick(engineers), 'close');
  }

  /** From its first minute to its last. */
  function live(life: Life): void {
    if (chance(0.06)) {
      life.pass(someWhile());
      if (Math.max(...life.levels) > 0) life.recover();
      life.end(pick(engineers), chance(0.5) ? 'cancel' : 'close');
      return;
    }
    solve(life);
    finish(life);
  }

  /** While it is worked on it becomes two, or takes another one in. */
  function liveWithOthers(life: Life, what: 'split' | 'merge'): void {
    life.pass(5 + below(30));
    answer(life);
    life.pass(30 + below(200));
    if (what === 'split') {
      const { place, category, kind, isOurs, owedAsOf } = life.fault;
      const owed = owedFor(place, category, { minute: owedAsOf, known: life.at });
      const { severity } = life;
      const born = begin(place, 'split', life.at, { category, severity, kind, isOurs, owed, owedAsOf });
      const opened = {
        minute: life.at,
        kind: 'opened',
        severity,
        category,
        terms: owed.terms,
      };
      life.do({ kind: 'split', born: born.fault.number });
      Object.assign(life.steps.at(-1) ?? {}, { others: { fault: born.fault.number, lines: [opened] } });
      live(born);
    } else {
      const opened = life.at - 1 - below(25);
      const other = begin(life.fault.place, pick(['console', 'api', 'portal']), opened);
      other.pass(life.at - opened);
      other.do({ kind: 'merge', into: life.fault.number }, ['merged']);
      const isWorse = SEVERITIES.indexOf(other.severity) > SEVERITIES.indexOf(life.severity);
      const { severity } = other;
      const lines = isWorse ? [{ minute: life.at, kind: 'severity-raised', severity }] : [];
      Object.assign(other.steps.at(-1) ?? {}, { others: { fault: life.fault.number, lines } });
      if (isWorse) life.severity = severity;
    }
    life.pass(1);
    solve(life);
    finish(life);
  }

  inventAlerts();
  inventOthers();

  function inventAlerts(): void {
    for (const place of hosts) {
      const minutes = Array.from({ length: 13 }, () => someMinute()).toSorted((a, b) => a - b);
      for (const minute of minutes) {
        const free = busy.get(place.host ?? '') ?? 0;
        if (minute < free) continue;
        const life = begin(place, 'alert', minute);
        live(life);
        busy.set(place.host ?? '', life.at + 60);
      }
    }
  }

  function inventOthers(): void {
    const doors: readonly Door[] = ['console', 'api', 'portal', 'mail', 'inspection', 'call'];
    while (lives.length < 200) {
      const door = pick(doors);
      // Some are open when their customer's contract changes.
      const change = lives.length % 4 === 0 ? pick(CHANGES) : undefined;
      const host = pick(hosts.filter(({ customer }) => change === undefined || change.customer === customer));
      const isOfNoHost = door === 'mail' || chance(0.3);
      const place = isOfNoHost
        ? { ...host, site: chance(0.5) && door !== 'mail' ? host.site : '', host: null }
        : host;
      const life = begin(
        place,
        door,
        change === undefined ? someMinute() : change.at - 1 - below(300),
        door === 'mail'
          ? { category: 'software', severity: 'minor' }
          : ['console', 'api', 'portal'].includes(door)
            ? { kind: pick(['fault', 'fault', 'request', 'complaint']) }
            : {},
      );
      const what = below(10);
      if (what === 0) liveWithOthers(life, 'split');
      else if (what === 1) liveWithOthers(life, 'merge');
      else live(life);
    }
  }

  const steps = lives.flatMap((life) => life.steps).filter(({ at }) => at <= YEAR_ENDS);
  for (const { fault } of lives) followContracts(fault, steps);
  return { faults: lives.map(({ fault }) => fault), steps: steps.toSorted((a, b) => a.at - b.at), hosts };
}
