import { severities, targets } from '@watchcase/api';
import type { ServicePolicy } from './policy-schema.ts';

/**
 * The policy as it holds for work that is outside a contract's scope (pure): it promises what it says under `adviceOnly`; one that says nothing promises what it does
 * for an advisory, however bad the fault is.
 */
export function adviceOnly({ adviceOnly: own, ...policy }: ServicePolicy): ServicePolicy {
  return { ...policy, targets: own ?? advisoryAlone(policy.targets) };
}

function advisoryAlone(promised: ServicePolicy['targets']): ServicePolicy['targets'] {
  return Object.fromEntries(
    targets.flatMap((target) => {
      const promise = promised[target]?.advisory;
      if (promise === undefined) return [];
      return [[target, Object.fromEntries(severities.map((severity) => [severity, promise]))]];
    }),
  );
}
