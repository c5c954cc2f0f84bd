import { useSignal } from '@preact/signals';
import { type BackupMatrix, type BackupMatrixRow, type BackupState, backupStates } from '@watchcase/api';
import { backupsTableAddress, readBackups } from '../../api/backups.ts';
import { connection } from '../../api/live.ts';
import { MarkedText } from '../../parts/marked-text.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { useList } from '../../state/list.ts';
import { query } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';
import { Legend } from './legend.tsx';
import { dayCounts, MatrixFilters } from './matrix-filters.tsx';
import { MatrixTable } from './matrix-table.tsx';
import { StateChoice } from './state-choice.tsx';

/** What of an answer does not stand in its list. */
type Whole = Omit<BackupMatrix, 'items' | 'next'>;

const narrowing = ['customer', 'site', 'policy', 'search', 'state'] as const;

/** What the address asks for; the worst first where it says nothing. */
function wantedNow() {
  const asked = (name: string) => query.value.get(name) ?? '';
  const state: BackupState | '' = backupStates.find((one) => one === asked('state')) ?? '';
  return {
    customer: asked('customer'),
    site: asked('site'),
    policy: asked('policy'),
    search: asked('search'),
    state,
    to: /^\d{4}-\d{2}-\d{2}$/.test(asked('to')) ? asked('to') : '',
    days: dayCounts.find((one) => one === asked('days')) ?? '30',
    sort: asked('sort') === 'place' ? 'place' : 'state',
  };
}

/** Jobs × days, the worst first: what each day was, how it is now, and what there is of copies. */
export function MatrixView() {
  const { backups } = texts.value;
  const wanted = wantedNow();
  const whole = useSignal<Whole | undefined>(undefined);
  const list = useList<BackupMatrixRow>(
    `backups ${JSON.stringify(wanted)}`,
    async (paging, signal) => {
      const { items, next, ...rest } = await readBackups({ ...wanted, ...paging }, signal);
      whole.value = rest;
      return { items, next };
    },
    { touchedBy: (change) => change.cases.length > 0, restMs: 5000, everyMs: 60_000 },
  );
  const items = list.data.value?.items;
  const { sort: _sort, ...ofTable } = wanted;
  return (
    <>
      <MatrixFilters days={whole.value?.days ?? []} table={backupsTableAddress(ofTable)} />
      {whole.value === undefined ? null : <StateChoice states={whole.value.states} now={wanted.state} />}
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {items === undefined || whole.value === undefined ? (
        list.fault.value === undefined ? (
          <Waiting rows={8} height={44} />
        ) : null
      ) : items.length === 0 ? (
        <NoJobs isFiltered={narrowing.some((name) => wanted[name] !== '')} />
      ) : (
        <div class={connection.value.state === 'lost' ? 'stale' : ''}>
          <MatrixTable items={items} days={whole.value.days} grouped={wanted.sort === 'place'} />
          <p class="soft keys wide-only">{backups.keys}</p>
          <Legend />
        </div>
      )}
      <MoreButton list={list} />
    </>
  );
}

function NoJobs({ isFiltered }: { isFiltered: boolean }) {
  const { backups } = texts.value;
  return isFiltered ? (
    <Empty icon="search" title={backups.noneMatch}>
      <p>{backups.noneMatchText}</p>
    </Empty>
  ) : (
    <Empty icon="backup" title={backups.none}>
      <p>
        <MarkedText text={backups.noneText} />
      </p>
    </Empty>
  );
}
