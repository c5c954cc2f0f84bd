import type { BackupCopiesView, BackupLocationKind } from '@watchcase/api';

/** The newest copy of a kind of place. */
interface NewestOfKind {
  kind: BackupLocationKind;
  /** When it was made, Unix milliseconds; null where there is none. */
  at: number | null;
  /** False where it cannot be restored, or damage was found. */
  isWhole: boolean;
}

const kinds = ['local', 'offsite', 'offline'] as const;

/** Of each kind of place that a job has, its newest copy (pure); one that can be restored goes before a newer one that cannot. */
export function newestByKind(copies: readonly BackupCopiesView[]): NewestOfKind[] {
  return kinds.flatMap((kind) => {
    const [best] = copies
      .filter((one) => one.kind === kind)
      .map(({ newestAt, newestComplete, isSound }) => ({
        kind,
        at: newestAt === null ? null : Date.parse(newestAt),
        isWhole: newestAt !== null && newestComplete !== 'no' && isSound,
      }))
      .toSorted((a, b) => Number(b.isWhole) - Number(a.isWhole) || (b.at ?? 0) - (a.at ?? 0));
    return best === undefined ? [] : [best];
  });
}
