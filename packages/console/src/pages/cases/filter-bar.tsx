import type { ComponentChildren } from 'preact';
import { caseKinds, caseSources, caseStates, isUnresolved, severities } from '@watchcase/api';
import { readPeople } from '../../api/client.ts';
import { Filter } from '../../parts/filter.tsx';
import { PlaceFilters } from '../../parts/place-filters.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { query } from '../../state/route.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import type { FilterName } from './list-filters.ts';
import { ViewChoices, viewOf } from './view-choices.tsx';

const DUE_MINUTES = ['0', '120', '1440'] as const;

/** What the list is narrowed by; each choice stands in the address. */
export function FilterBar({ children }: { children: ComponentChildren }) {
  const { cases } = texts.value;
  const view = viewOf();
  const people = useResource('people', readPeople);
  const states = caseStates.filter((state) => view === 'all' || isUnresolved(state) === (view !== 'ended'));
  return (
    <div class="filters many">
      <ViewChoices />
      <SearchField name="text" label={cases.search} id="case-search" />
      <Filter<FilterName>
        name="severity"
        label={cases.severityFilter}
        any={cases.anySeverity}
        options={severities.toReversed().map((value) => ({ value, text: cases.severity[value] }))}
      />
      <details class="more-filters" open={hasMore()}>
        <summary class="button plain">{cases.filters}</summary>
        <div class="filters">
          <PlaceFilters />
          <Filter<FilterName>
            name="state"
            label={cases.stateLabel}
            any={cases.anyState}
            options={states.map((value) => ({ value, text: cases.state[value] }))}
          />
          <Filter<FilterName>
            name="assignee"
            label={cases.holder}
            any={cases.anybody}
            options={[
              { value: 'nobody', text: cases.nobody },
              ...(people.data.value?.items ?? []).map(({ name }) => ({ value: name, text: name })),
            ]}
          />
          <Filter<FilterName>
            name="due"
            label={cases.dueLabel}
            any={cases.anyDue}
            options={DUE_MINUTES.map((value) => ({ value, text: cases.dueIn[value] }))}
          />
          <Filter<FilterName>
            name="kind"
            label={cases.kindLabel}
            any={cases.anyKind}
            options={caseKinds.map((value) => ({ value, text: cases.kind[value] }))}
          />
          <Filter<FilterName>
            name="source"
            label={cases.sourceLabel}
            any={cases.anySource}
            options={caseSources.map((value) => ({ value, text: cases.source[value] }))}
          />
          <Filter<FilterName>
            name="scope"
            label={texts.value.directory.kinds.contracts.one}
            any={cases.all}
            options={[
              { value: 'covered', text: cases.covered },
              { value: 'outside', text: cases.outside },
            ]}
          />
        </div>
      </details>
      {children}
    </div>
  );
}

function hasMore(): boolean {
  return ['customer', 'site', 'state', 'assignee', 'due', 'kind', 'source', 'scope'].some((name) =>
    query.value.has(name),
  );
}
