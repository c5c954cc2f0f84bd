import type { BackupJobRow } from '@watchcase/api';
import { texts } from '../../texts/index.ts';
import { threeTwoOneOf } from '../../words/three-two-one.ts';

/** 3-2-1 at a glance: each of the numbers that is there, and whether that is enough. */
export function ThreeTwoOneMark({ it }: { it: Pick<BackupJobRow, 'copies' | 'threeTwoOne' | 'lacks'> }) {
  const { backups, backupChecks } = texts.value;
  const word = backups.threeTwoOne;
  const { copies, places, isAway, reached, is } = threeTwoOneOf(it);
  const text = [
    word.is[is],
    ...(it.lacks === null ? [] : [backupChecks.lacks(it.lacks)]),
    ...(it.copies.length === 0
      ? [backups.noCopies]
      : [word.copies(Math.min(3, copies)), word.places(places), isAway ? word.away : word.notAway]),
  ].join(', ');
  return (
    <span class={`three-two-one ${is}`} role="img" aria-label={text} title={text}>
      {(['3', '2', '1'] as const).map((number, at) => (
        <span key={number} class={reached[at] === true ? 'reached' : 'lacking'}>
          {number}
        </span>
      ))}
    </span>
  );
}
