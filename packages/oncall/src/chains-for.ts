import type { Severity } from '@watchcase/api';
import type { Chain } from './chain-schema.ts';

/** A case, as far as chains ask. */
export interface ChainQuestion {
  customer: string;
  category: string;
  severity: Severity;
  /** Only chains of this team. */
  team?: string | undefined;
}

type Answering = Pick<Chain, 'id' | 'team' | 'customers' | 'categories' | 'severities'>;

/** True of a chain that answers for such cases (pure). */
export function answersFor(chain: Answering, { customer, category, severity, team }: ChainQuestion): boolean {
  return (
    (team === undefined || chain.team === team) &&
    (chain.customers?.includes(customer) ?? true) &&
    (chain.categories?.includes(category) ?? true) &&
    (chain.severities?.includes(severity) ?? true)
  );
}

/** The chain that answers for a case (pure), the narrowest one: one that names the customer, then the category, then the severity; of equals by id. */
export function chainFor<T extends Answering>(chains: readonly T[], question: ChainQuestion): T | undefined {
  return chains
    .filter((chain) => answersFor(chain, question))
    .toSorted((a, b) => narrowness(b) - narrowness(a) || (a.id < b.id ? -1 : 1))[0];
}

function narrowness({ customers, categories, severities }: Answering): number {
  return (
    (customers === undefined ? 0 : 4) +
    (categories === undefined ? 0 : 2) +
    (severities === undefined ? 0 : 1)
  );
}
