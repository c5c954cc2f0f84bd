import { Choices } from '../../parts/choices.tsx';
import { Filter } from '../../parts/filter.tsx';
import { PlaceFilters } from '../../parts/place-filters.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { StepButton } from '../../parts/step-button.tsx';
import { query, setQuery } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';
import { dayBeside } from '../../words/day-beside.ts';
import { useOffered } from '../directory/use-offered.ts';

/** How many days can be looked at, as the address has it. */
export const dayCounts = ['14', '30', '90'] as const;

interface MatrixFiltersProps {
  /** The days that are shown. */
  days: readonly string[];
  /** Where the table is to be had. */
  table: string;
}

/** What the matrix is narrowed by, in which order it is, and which days it shows. */
export function MatrixFilters({ days, table }: MatrixFiltersProps) {
  const { backups } = texts.value;
  const policies = useOffered('backupPolicies');
  return (
    <div class="filters many">
      <SearchField name="search" label={backups.search} />
      <PlaceFilters />
      {policies.length === 0 ? null : (
        <Filter<'policy'>
          name="policy"
          label={backups.policy}
          any={backups.anyPolicy}
          options={policies.map(({ id, name }) => ({ value: id, text: name }))}
        />
      )}
      <Choices
        label={backups.sortLabel}
        value={query.value.get('sort') === 'place' ? 'place' : 'state'}
        options={(['state', 'place'] as const).map((value) => ({ value, text: backups.sorts[value] }))}
        choose={(value) => setQuery('sort', value === 'state' ? '' : value)}
      />
      <DayWindow days={days} />
      <a class="button plain wide-only" href={table} download>
        {backups.table}
      </a>
    </div>
  );
}

function DayWindow({ days }: { days: readonly string[] }) {
  const { backups } = texts.value;
  const first = days[0];
  const last = days.at(-1);
  const isBack = query.value.has('to');
  return (
    <div class="day-window wide-only">
      <StepButton
        to="before"
        label={backups.earlier}
        isOff={first === undefined}
        step={() => {
          if (first !== undefined) setQuery('to', dayBeside(first, -1));
        }}
      />
      <select
        aria-label={backups.daysLabel}
        value={query.value.get('days') ?? '30'}
        onChange={(event) =>
          setQuery('days', event.currentTarget.value === '30' ? '' : event.currentTarget.value)
        }
      >
        {dayCounts.map((count) => (
          <option key={count} value={count}>
            {backups.days(Number(count))}
          </option>
        ))}
      </select>
      <StepButton
        to="after"
        label={backups.later}
        isOff={!isBack}
        step={() => {
          if (last !== undefined) setQuery('to', dayBeside(last, days.length));
        }}
      />
      {isBack ? (
        <button type="button" class="bare" onClick={() => setQuery('to', '')}>
          {backups.today}
        </button>
      ) : null}
    </div>
  );
}
