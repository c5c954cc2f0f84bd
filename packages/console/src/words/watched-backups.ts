import type { LatestSeries, Unread } from '@watchcase/api';

/** A backup that the agent looks after by itself: one place it is in, or that it cannot be read. */
export interface WatchedBackup {
  job: string;
  /** Null while no place of it is known. */
  location: string | null;
  /** False when the tool cannot say; null before it was asked. */
  readable: boolean | null;
  ageSeconds: number | null;
  sizeBytes: number | null;
  count: number | null;
  /** Why it cannot be read, as the agent says. */
  reasons: readonly string[];
}

/** Watched backups as the host's series tell them, by job and place (pure). */
export function watchedBackups(series: readonly LatestSeries[], unread: readonly Unread[]): WatchedBackup[] {
  const tools = series.filter((one) => one.measurement === 'backup_tool' && one.field === 'readable');
  const places = series.filter((one) => one.measurement === 'backup' && one.field === 'age');
  const value = (of: LatestSeries, field: string) =>
    series.find(
      (one) => one.measurement === of.measurement && one.field === field && isSame(one.tags, of.tags),
    )?.value ?? null;
  return tools
    .flatMap((tool): WatchedBackup[] => {
      const job = tool.tags['job'] ?? '';
      const readable = tool.value === null ? null : tool.value > 0;
      const reasons =
        readable === false ? unread.filter((one) => one.job === job).map(({ reason }) => reason) : [];
      const own = places.filter(({ tags }) =>
        isSame({ ...tags, location: '' }, { ...tool.tags, location: '' }),
      );
      const nothing = { ageSeconds: null, sizeBytes: null, count: null };
      if (own.length === 0) return [{ job, location: null, readable, reasons, ...nothing }];
      return own.map((place) => {
        const count = value(place, 'count');
        // The tool cannot say of one place; another that was counted could be read.
        const wasRead = readable === true || count !== null;
        return {
          job,
          location: place.tags['location'] ?? null,
          readable: wasRead ? true : readable,
          reasons: wasRead ? [] : reasons,
          ageSeconds: place.value,
          sizeBytes: value(place, 'size'),
          count,
        };
      });
    })
    .toSorted((a, b) => a.job.localeCompare(b.job) || (a.location ?? '').localeCompare(b.location ?? ''));
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
