import type { Severity } from '@watchcase/api';
import type { Chain } from '@watchcase/oncall';
import { isOpenAt } from '../../clocks/plain-calendar.ts';
import { plainCalendars } from '../../clocks/plain-desk.ts';
import { expectedAt, isIn } from '../../duty/walk-duty.ts';
import { CHAINS, CHANGES, LEADS, ROTAS } from './company.ts';

const MIN = 60_000;

/** The chain of a new case: one that names the severity goes before one that does not; all name their customers. */
export function chainFor(customer: string, severity: Severity, team?: string): Chain | undefined {
  const own = CHAINS.filter(
    (chain) =>
      chain.customers?.includes(customer) === true &&
      (chain.severities?.includes(severity) ?? true) &&
      (team === undefined || chain.team === team),
  );
  return own.find(({ severities }) => severities !== undefined) ?? own[0];
}

/** Whom a step names, for which case, at a minute since 1970. */
interface Naming {
  page: Chain['steps'][number]['page'];
  team: string;
  assignee: string | null;
  at: number;
}

/** The named ones who are there; nobody outside the step's hours. */
export function thereAt({ hours, ...naming }: Naming & { hours?: string | undefined }): string[] {
  if (hours !== undefined && !isOpenAt(plainCalendars[hours]?.calendar ?? null, Math.floor(naming.at)))
    return [];
  return namedAt(naming).filter((person) => !isAway(person, naming.at));
}

export function isAway(person: string, at: number): boolean {
  return CHANGES.absences.some((one) => one.person === person && isIn(one, at * MIN));
}

/** The named ones, away or not. */
export function namedAt({ page, team, assignee, at }: Naming): string[] {
  return page.flatMap((target) => {
    if (target === 'on-duty') return onDuty(team, at);
    if (target === 'assignee') return assignee ?? [];
    if (target === 'lead' || target === 'manager') return LEADS[team]?.[target] ?? [];
    if ('rota' in target) return onDuty(target.rota, at);
    if ('team' in target) return onDuty(target.team, at);
    return [target.person];
  });
}

/** By the rota of this id; each team has one of its own name. */
function onDuty(id: string, at: number): readonly string[] {
  const rota = ROTAS.find((one) => one.id === id);
  const overrides = CHANGES.overrides.filter((one) => one.rota === id);
  const swaps = CHANGES.swaps.filter((one) => one.rota === id);
  return rota === undefined ? [] : expectedAt(rota, { ...CHANGES, overrides, swaps }, at * MIN);
}
