import { minuteOf } from './promises.ts';

/** Days worth a fault: before and in the long holidays, make-up days, changes of the clocks, the last days of contracts. */
export const SPECIAL_DAYS = [
  '2026-01-04',
  '2026-02-13',
  '2026-02-14',
  '2026-02-18',
  '2026-02-28',
  '2026-03-08',
  '2026-03-29',
  '2026-04-03',
  '2026-05-09',
  '2026-06-19',
  '2026-09-19',
  '2026-09-30',
  '2026-10-05',
  '2026-10-10',
  '2026-10-24',
  '2026-11-01',
  '2026-12-24',
].map((date) => minuteOf(`${date}T00:00Z`));
