import type { CaseDetail, HostDetail } from '@watchcase/api';
import { INTERVAL_MS, valuesAt } from './played-hosts.ts';
import { firingsOf, type Played, type Run } from './play.ts';

/** Each alert fired at the very sample the samples alone demand: `for` was neither begun anew nor fulfilled by down time. */
export function checkFirings(run: Run, cases: readonly CaseDetail[]): string[] {
  return firingsOf(run).flatMap(({ one, rule, at }) => {
    const alerts = cases
      .filter((item) => item.host?.id === one.agent.hostId)
      .flatMap((item) => item.alerts)
      .filter((alert) => alert.rule === rule.id);
    const firedAt = alerts.map((alert) => alert.firedAt).join();
    const wanted = at === null ? '' : new Date(at).toISOString();
    return firedAt === wanted ? [] : [`${one.play.name} ${rule.id} fired at ${firedAt}, not ${wanted}`];
  });
}

/** What a host told of is known as it was told: nothing lost, nothing overtaken by an older word. */
export function checkEvents(one: Played, host: HostDetail): string[] {
  const found = new Map(host.backups.map((backup) => [backup.job, backup]));
  const strange = host.backups
    .filter((backup) => !one.jobs.has(backup.job))
    .map((backup) => `${host.id}: nobody told of ${backup.job}`);
  const wrong = [...one.jobs].flatMap(([job, { time, exitCode }]) => {
    const backup = found.get(job);
    if (backup === undefined) return [`${host.id}: the end of ${job} is lost`];
    const right = backup.exitCode === exitCode && backup.lastEnd === new Date(time).toISOString();
    return right ? [] : [`${host.id}: ${job} is known as exit code ${backup.exitCode} at ${backup.lastEnd}`];
  });
  return [...strange, ...wrong];
}

/** Every reading is in history, with its value; and, where `times` lists all stored ones, exactly once. */
export function checkReadings(
  one: Played,
  run: Run,
  stored: readonly { time: number; value: number | null }[],
): string[] {
  const wanted = Array.from({ length: run.seconds }, (_, second) => second)
    .filter((second) => valuesAt(one.play, second) !== undefined)
    .map((second) => `${run.startedAt + second * INTERVAL_MS}=${second}`);
  const found = stored.map(({ time, value }) => `${time}=${value}`).toSorted();
  const lost = wanted.filter((item) => !found.includes(item)).map((item) => `reading ${item} is lost`);
  const doubled = found
    .filter((item, index) => item === found[index - 1])
    .map((item) => `reading ${item} is kept twice`);
  const strange = found
    .filter((item) => !wanted.includes(item))
    .map((item) => `reading ${item} was not sent`);
  return [...lost, ...doubled, ...strange].map((fault) => `${one.agent.hostId}: ${fault}`);
}
