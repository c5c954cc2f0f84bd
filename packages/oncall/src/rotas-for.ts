import type { Severity } from '@watchcase/api';
import type { Rota } from './rota-schema.ts';

/** For what somebody is looked for; what is not named does not matter. */
export interface DutyQuestion {
  team?: string | undefined;
  rota?: string | undefined;
  skill?: string | undefined;
  region?: string | undefined;
  severity?: Severity | undefined;
}

/** Rotas that answer for it (pure), the narrowest first: one that names the skill goes before one for all, then one that names the region, then the severity; of equals by id. */
export function rotasFor<T extends Pick<Rota, 'id' | 'team' | 'skills' | 'regions' | 'severities'>>(
  rotas: readonly T[],
  question: DutyQuestion,
): T[] {
  return rotas
    .filter(
      ({ id, team, skills, regions, severities }) =>
        (question.rota === undefined || question.rota === id) &&
        (question.team === undefined || question.team === team) &&
        isAmong(skills, question.skill) &&
        isAmong(regions, question.region) &&
        isAmong(severities, question.severity),
    )
    .toSorted((a, b) => narrowness(b, question) - narrowness(a, question) || (a.id < b.id ? -1 : 1));
}

function isAmong(named: readonly string[] | undefined, asked: string | undefined): boolean {
  return named === undefined || asked === undefined || named.includes(asked);
}

function narrowness(
  { skills, regions, severities }: Pick<Rota, 'skills' | 'regions' | 'severities'>,
  { skill, region, severity }: DutyQuestion,
): number {
  const names = (named: readonly string[] | undefined, asked: string | undefined) =>
    named !== undefined && asked !== undefined;
  return (
    (names(skills, skill) ? 4 : 0) + (names(regions, region) ? 2 : 0) + (names(severities, severity) ? 1 : 0)
  );
}
