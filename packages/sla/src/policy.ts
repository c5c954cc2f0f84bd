import { type Calendar, everyHour } from './calendar.ts';

type Severity = 'critical' | 'major' | 'minor' | 'advisory';

/** The promise of a contract: limits per target, on a calendar. A released version is never changed. */
export interface ServicePolicy {
  /** `name@version`, kept by each case it judges. */
  id: string;
  calendar: Calendar;
  /** Time to an answer by a person, milliseconds. */
  respondMs(severity: string): number;
  /** Time to a solution, milliseconds. */
  resolveMs(severity: string, category: string): number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const respond: Readonly<Record<Severity, number>> = {
  critical: 15 * MINUTE,
  major: 30 * MINUTE,
  minor: HOUR,
  advisory: 4 * HOUR,
};

const resolve: Readonly<Record<Severity, number>> = {
  critical: 4 * HOUR,
  major: DAY,
  minor: DAY,
  advisory: 14 * DAY,
};
const resolveCritical: Readonly<Record<string, number>> = {
  software: 4 * HOUR,
  data: 6 * HOUR,
  network: 3 * HOUR,
  hardware: DAY,
};

/** The preset `standard`, counted at all hours. */
export const standardPolicy: ServicePolicy = {
  id: 'standard@1',
  calendar: everyHour,
  respondMs: (severity) => respond[severity as Severity] ?? respond.advisory,
  resolveMs: (severity, category) =>
    (severity === 'critical' ? resolveCritical[category] : undefined) ??
    resolve[severity as Severity] ??
    resolve.advisory,
};

const policies: readonly ServicePolicy[] = [standardPolicy];

/** The policy with this id; throws for one this program does not know. */
export function findPolicy(id: string): ServicePolicy {
  const policy = policies.find((one) => one.id === id);
  if (policy === undefined) throw new Error(`unknown service policy ${id}`);
  return policy;
}
