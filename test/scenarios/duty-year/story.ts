import type { Severity } from '@watchcase/api';
import { seededRandom } from '../../harness/seeded-random.ts';
import { EVERYBODY } from './company.ts';

const DAY = 1440;
const CASES = 300;
/** One in nine has no chain. */
const CUSTOMERS = [
  'hongda',
  'nordwerk',
  'hongda',
  'nordwerk',
  'hongda',
  'nordwerk',
  'hongda',
  'nordwerk',
  'bluefield',
] as const;

/** What somebody does. */
export type Deed =
  | { kind: 'acknowledge' | 'give-back' | 'note' | 'tell' | 'resolve' | 'reopen' }
  | { kind: 'hand-on'; to: string }
  | { kind: 'change-severity'; severity: Severity }
  | { kind: 'hold'; minutes: number }
  | { kind: 'assign'; team: string };

/** A deed at a minute since 1970. Deeds are in the middle of a minute, chains ask at full ones, so that nothing happens at the same moment by chance. */
export interface Act {
  at: number;
  by: string;
  deed: Deed;
}

export interface DutyCase {
  number: number;
  customer: 'hongda' | 'nordwerk' | 'bluefield';
  severity: Severity;
  openedAt: number;
  acts: Act[];
}

/** Changes of clocks, holidays and make-up days, and what changes rotas. */
const SPECIAL = [
  '2026-01-01',
  '2026-01-04',
  '2026-02-14',
  '2026-02-17',
  '2026-02-28',
  '2026-03-08',
  '2026-03-12',
  '2026-03-29',
  '2026-04-05',
  '2026-05-09',
  '2026-06-11',
  '2026-09-20',
  '2026-10-02',
  '2026-10-10',
  '2026-10-25',
  '2026-11-04',
  '2026-12-25',
];

/** Makes up the cases of a year, in the order in which they open; the same seed makes the same ones. */
export function inventCases(seed: number): DutyCase[] {
  const random = seededRandom(seed);
  const below = (end: number) => Math.floor(random() * end);
  const pick = <T>(of: readonly T[]): T => of[below(of.length)] as T;
  const year = Date.parse('2026-01-01T00:00Z') / 60_000;
  const moments = Array.from({ length: CASES }, (_, at) =>
    at % 3 === 0
      ? Date.parse(`${pick(SPECIAL)}T00:00Z`) / 60_000 - 480 + below(2 * DAY)
      : year + below(360 * DAY),
  ).toSorted((a, b) => a - b);
  return moments.map((openedAt, number) => {
    const severity = pick(['minor', 'major', 'critical', 'critical'] as const);
    const own = {
      number,
      customer: pick(CUSTOMERS),
      severity,
      openedAt,
    };
    return { ...own, acts: actsOf(own, { below, pick }) };
  });
}

interface Chance {
  below(end: number): number;
  pick<T>(of: readonly T[]): T;
}

function actsOf({ openedAt, severity }: Omit<DutyCase, 'acts'>, { below, pick }: Chance): Act[] {
  const acts: Act[] = [];
  let at = openedAt + 0.5;
  const after = (least: number, most: number, by: string, deed: Deed) => {
    at += least + below(most - least);
    acts.push({ at, by, deed });
  };
  const one = pick(EVERYBODY);
  const [other, third] = [pick(EVERYBODY.filter((name) => name !== one)), pick(EVERYBODY)];
  const lives: (() => void)[] = [
    () => after(0, 5, one, { kind: 'acknowledge' }),
    () => after(5, 140, one, { kind: 'acknowledge' }),
    // Nobody answers for a night.
    () => after(100, 300, one, { kind: 'acknowledge' }),
    // Taken, and silent for longer than a chain waits.
    () => {
      after(0, 5, one, { kind: 'acknowledge' });
      after(31, 60, other, { kind: 'note' });
      after(1, 50, one, { kind: 'note' });
    },
    () => {
      after(1, 30, one, { kind: 'acknowledge' });
      after(5, 25, one, { kind: 'give-back' });
      after(1, 50, other, { kind: 'acknowledge' });
    },
    () => {
      after(1, 20, one, { kind: 'acknowledge' });
      after(1, 20, one, { kind: 'hand-on', to: other });
      after(10, 60, other, { kind: 'note' });
    },
    () => {
      after(3, 9, third, {
        kind: 'change-severity',
        severity: severity === 'critical' ? 'major' : 'critical',
      });
      after(2, 40, one, { kind: 'acknowledge' });
      after(2, 20, third, { kind: 'change-severity', severity: 'critical' });
    },
    () => {
      after(1, 9, one, { kind: 'acknowledge' });
      after(1, 9, one, { kind: 'hold', minutes: 30 + below(60) });
      after(100, 150, one, { kind: 'note' });
    },
    () => {
      after(1, 20, third, { kind: 'assign', team: pick(['east', 'west']) });
      after(1, 60, one, { kind: 'acknowledge' });
    },
    () => {
      after(1, 9, one, { kind: 'acknowledge' });
      after(1, 9, one, { kind: 'resolve' });
      after(30, 300, other, { kind: 'reopen' });
      after(1, 60, other, { kind: 'acknowledge' });
    },
  ];
  pick(lives)();
  after(1, 40, pick([one, other]), { kind: pick(['note', 'tell']) });
  after(1, 45, one, { kind: 'resolve' });
  return acts;
}
