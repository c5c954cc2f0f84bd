import type { HostDetail } from '@watchcase/api';

/** Every backup run is known as a good one, with what it printed; none is known that was not made. */
export function checkJobs(jobs: ReadonlyMap<string, string>, host: Pick<HostDetail, 'backups'>): string[] {
  const found = new Map(host.backups.map((backup) => [backup.job, backup]));
  const strange = [...found.keys()].filter((job) => !jobs.has(job)).map((job) => `nobody ran ${job}`);
  const wrong = [...jobs].flatMap(([job, printed]) => {
    const backup = found.get(job);
    if (backup === undefined) return [`the run of ${job} is lost`];
    if (backup.lastStart === null) return [`the start of ${job} is lost`];
    const good = backup.ok === true && backup.exitCode === 0 && backup.output.trim() === printed;
    return good ? [] : [`${job} is known as ok ${backup.ok}, code ${backup.exitCode}, "${backup.output}"`];
  });
  return [...strange, ...wrong];
}
