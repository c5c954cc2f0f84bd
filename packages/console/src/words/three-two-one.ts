import type { BackupJobRow } from '@watchcase/api';

/** Of the three numbers of 3-2-1, what there is. */
export interface ThreeTwoOne {
  /** Copies, with the data itself. */
  copies: number;
  /** Places that have a copy. */
  places: number;
  isAway: boolean;
  /** True of each number that is reached. */
  reached: readonly [three: boolean, two: boolean, one: boolean];
  /** `lacking`: broken. `old`: there is enough of everything, but it is too old. `awaited`: not there yet, and not due yet. */
  is: 'kept' | 'lacking' | 'old' | 'awaited' | 'not-asked';
}

/** What a job has of 3-2-1 (pure), whatever the age of its copies; whether that is enough its policy says. */
export function threeTwoOneOf({
  copies,
  threeTwoOne,
}: Pick<BackupJobRow, 'copies' | 'threeTwoOne'>): ThreeTwoOne {
  const held = copies.filter(({ count, newestComplete }) => count > 0 && newestComplete !== 'no');
  const places = new Set(held.map(({ location }) => location)).size;
  const isAway = held.some(({ kind }) => kind !== 'local');
  const reached = [places >= 2, places >= 2, isAway] as const;
  const isWhole = reached.every((one) => one);
  const is = {
    yes: isWhole ? 'kept' : 'awaited',
    no: isWhole ? 'old' : 'lacking',
    'not-asked': 'not-asked',
  } as const;
  return { copies: places + 1, places, isAway, reached, is: is[threeTwoOne] };
}
