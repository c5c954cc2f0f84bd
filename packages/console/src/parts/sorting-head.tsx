import { query, setQueries } from '../state/route.ts';

interface SortingHeadProps {
  name: string;
  /** What the list goes by when this head is chosen; undefined where it cannot. */
  by: string | undefined;
  /** What it goes by when the address says nothing. */
  usual: string;
}

/** The head of a table's column; of one that sorts, a button that sorts by it, and the other way round. */
export function SortingHead({ name, by, usual }: SortingHeadProps) {
  if (by === undefined) return <th scope="col">{name}</th>;
  const isSorted = by === (query.value.get('sort') ?? usual);
  const isDown = query.value.get('order') === 'down';
  return (
    <th scope="col" aria-sort={isSorted ? (isDown ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        class="bare"
        onClick={() => setQueries({ sort: by === usual ? '' : by, order: isSorted && !isDown ? 'down' : '' })}
      >
        {name}
        <span aria-hidden="true">{isSorted ? (isDown ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}
