import { figureGroupings, severities } from '@watchcase/api';
import { readCustomers } from '../../api/client.ts';
import { readFigures } from '../../api/figures.ts';
import { Filter } from '../../parts/filter.tsx';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import type { FigureFilter } from '../../words/figure-query.ts';

/** What the figures are narrowed by, and told apart by. */
export function FigureFilters({ parameters }: { parameters: Readonly<Record<string, string>> }) {
  const { figures, cases } = texts.value;
  const { period = '', zone = '', customer = null } = parameters;
  const customers = useResource('customers', readCustomers);
  // Contracts of the cases that there are: whoever may see these may see those names.
  const contracts = useResource(`contracts ${period} ${zone} ${customer}`, (signal) =>
    readFigures({ period, zone, customer, by: 'contract' }, signal),
  );
  const listed = contracts.data.value?.groups ?? [];
  return (
    <div class="filters">
      <Filter<FigureFilter>
        name="customer"
        label={cases.customer}
        any={cases.anyCustomer}
        options={(customers.data.value?.items ?? []).map(({ id, name }) => ({ value: id, text: name }))}
      />
      <Filter<FigureFilter>
        name="contract"
        label={figures.contract}
        any={figures.anyContract}
        options={listed.map(({ key, name }) => ({
          value: key,
          text: key === '-' ? figures.noContract : name,
        }))}
      />
      <Filter<FigureFilter>
        name="severity"
        label={cases.severityFilter}
        any={cases.anySeverity}
        options={severities.toReversed().map((value) => ({ value, text: cases.severity[value] }))}
      />
      <Filter<FigureFilter>
        name="by"
        label={figures.byLabel}
        any={figures.together}
        options={figureGroupings.map((value) => ({ value, text: figures.by[value] }))}
      />
    </div>
  );
}
