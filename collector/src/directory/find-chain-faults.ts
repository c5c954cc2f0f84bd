import type { PageTarget } from '@watchcase/api';
import type { Chain } from '@watchcase/oncall';
import { dutiesOf } from './duties.ts';
import { isRetired } from './record.ts';
import type { Snapshot } from './snapshot.ts';

/** A step that reaches nobody, whenever it is asked; counted from 1, null for the last resort. */
export interface ChainFault {
  kind: 'empty-step';
  chain: string;
  step: number | null;
}

/** Steps of chains whose every target is nobody (pure): a team without a rota, without a lead or a manager, people and rotas out of use. */
export function findChainFaults(directory: Snapshot): ChainFault[] {
  const isThere = (kind: 'people' | 'rotas', id: unknown) => {
    const record = typeof id === 'string' ? directory.get(kind, id) : undefined;
    return record !== undefined && !isRetired(record);
  };
  const hasRota = (team: string) => dutiesOf(directory).rotas.some((rota) => rota.team === team);
  const fieldOf = (team: string, field: string) => [directory.get('teams', team)?.data[field] ?? []].flat();

  function reaches(target: PageTarget, team: string): boolean {
    if (target === 'assignee') return true;
    if (target === 'on-duty') return hasRota(team);
    if (typeof target === 'string') return fieldOf(team, target).some((id) => isThere('people', id));
    if ('rota' in target) return isThere('rotas', target.rota);
    if ('person' in target) return isThere('people', target.person);
    return hasRota(target.team) || fieldOf(target.team, 'members').some((id) => isThere('people', id));
  }

  return directory
    .all('chains')
    .filter((record) => !isRetired(record))
    .flatMap(({ data }) => {
      const { id, team, steps, lastResort } = data as unknown as Chain;
      const numbered = steps.map(({ page }, index) => ({ page, step: (index + 1) as number | null }));
      return [...numbered, ...(lastResort === undefined ? [] : [{ page: lastResort.page, step: null }])]
        .filter(({ page }) => !page.some((target) => reaches(target, team)))
        .map(({ step }) => ({ kind: 'empty-step' as const, chain: id, step }));
    });
}
