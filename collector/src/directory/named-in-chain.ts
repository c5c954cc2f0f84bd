import type { PageTarget } from '@watchcase/api';
import type { Chain } from '@watchcase/oncall';
import type { ServicePolicy } from '@watchcase/sla';
import type { Reference } from './reference.ts';

/** What the steps and the last resort of a chain name. */
export function namedInChain({ steps, lastResort }: Pick<Chain, 'steps' | 'lastResort'>): Reference[] {
  return [
    ...steps.flatMap(({ page, hours }, index) => [
      ...namedInTargets(page, ['steps', index, 'page']),
      ...(hours === undefined || hours === 'business'
        ? []
        : [{ path: ['steps', index, 'hours'], kind: 'calendars' as const, id: hours }]),
    ]),
    ...namedInTargets(lastResort?.page ?? [], ['lastResort', 'page']),
  ];
}

/** What a policy's `warn` names. */
export function namedInWarn(warn: ServicePolicy['warn']): Reference[] {
  return Object.entries(warn ?? {}).flatMap(([key, value]) =>
    Array.isArray(value)
      ? namedInTargets(value, ['warn', key])
      : Object.entries(value).flatMap(([percent, told]) => namedInTargets(told, ['warn', key, percent])),
  );
}

/** What a list of those who are paged names. */
function namedInTargets(targets: readonly PageTarget[], at: (string | number)[]): Reference[] {
  return targets.flatMap((target, index): Reference[] => {
    if (typeof target === 'string') return [];
    const path = [...at, index];
    if ('rota' in target) return [{ path: [...path, 'rota'], kind: 'rotas', id: target.rota }];
    if ('team' in target) return [{ path: [...path, 'team'], kind: 'teams', id: target.team }];
    return [{ path: [...path, 'person'], kind: 'people', id: target.person }];
  });
}
