import { chooseLook } from '../state/chosen-look.ts';
import { query } from '../state/route.ts';
import { texts } from '../texts/index.ts';
import { columnsOf, type TableColumns, withColumn } from '../words/table-columns.ts';
import { Choices } from './choices.tsx';
import { MoreMenu } from './more-menu.tsx';

interface TableLookProps<C extends string> {
  list: 'cases' | 'hosts';
  columns: TableColumns<C>;
  names: Readonly<Record<C, string>>;
}

/** Whether a list is shown as a table. */
export function isTable(): boolean {
  return query.value.get('look') === 'table';
}

/** Cards or a table, and which columns it has; both are remembered. */
export function TableLook<C extends string>({ list, columns, names }: TableLookProps<C>) {
  const { cases } = texts.value;
  const chosen = columnsOf(columns, query.value.get('columns') ?? '');
  return (
    <div class="look wide-only">
      <Choices
        label={cases.look}
        value={isTable() ? 'table' : 'cards'}
        options={[
          { value: 'cards', text: cases.cards },
          { value: 'table', text: cases.table },
        ]}
        choose={(value) => chooseLook(list, 'look', value === 'table' ? value : '')}
      />
      {isTable() ? (
        <MoreMenu label={cases.chooseColumns} stays>
          {columns.all.map((column) => (
            <label key={column} class="tick">
              <input
                type="checkbox"
                checked={chosen.includes(column)}
                onChange={() => chooseLook(list, 'columns', withColumn(columns, chosen, column))}
              />
              <span>{names[column]}</span>
            </label>
          ))}
        </MoreMenu>
      ) : null}
    </div>
  );
}
