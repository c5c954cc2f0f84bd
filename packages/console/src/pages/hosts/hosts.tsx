import { type PresenceState, presenceStates } from '@watchcase/api';
import { useRef } from 'preact/hooks';
import { readHosts } from '../../api/client.ts';
import { connection } from '../../api/live.ts';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { PlaceFilters } from '../../parts/place-filters.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { isTable, TableLook } from '../../parts/table-look.tsx';
import { Title } from '../../parts/title.tsx';
import { useChosenLook } from '../../state/chosen-look.ts';
import { useList } from '../../state/list.ts';
import { mayOpen } from '../../state/may-open.ts';
import { query, setQuery } from '../../state/route.ts';
import { useHosts } from '../../state/use-hosts.ts';
import { texts } from '../../texts/index.ts';
import { listRestMs } from '../../words/list-rest.ts';
import { HostRow } from './host-row.tsx';
import { hostColumns, HostTable } from './host-table.tsx';

/** In place of a presence: hosts that are out of service. */
const RETIRED = 'retired';

/** All hosts, and how they are. */
export function HostsPage() {
  useChosenLook('hosts');
  const asked = (name: string) => query.value.get(name) ?? '';
  const presence = presenceStates.find((one) => one === asked('presence')) ?? '';
  const search = asked('search');
  const retired = asked('presence') === RETIRED;
  const wanted = {
    presence,
    search,
    customer: asked('customer'),
    site: asked('site'),
    retired: String(retired),
    sort: asked('sort'),
    order: asked('order'),
  };
  const shown = useRef(0);
  const list = useList(
    `hosts ${Object.values(wanted).join(' ')}`,
    (paging, signal) => readHosts({ ...wanted, ...paging }, signal),
    {
      touchedBy: (change) => change.hosts.length > 0,
      restMs: () => listRestMs(shown.current),
      everyMs: 60_000,
    },
  );
  const items = list.data.value?.items;
  shown.current = items?.length ?? 0;
  // Of a fleet of which not all is shown only what is.
  useHosts(list.data.value?.next == null ? 'all' : (items ?? []).map(({ id }) => id));
  const { hosts, shell } = texts.value;
  return (
    <div class={`page ${isTable() ? 'wide' : ''}`}>
      <div class="page-top">
        <Title text={hosts.title} />
        <Filters presence={retired ? RETIRED : presence} />
        <TableLook list="hosts" columns={hostColumns} names={hosts.table} />
        {mayOpen('add-host') ? (
          <Link to="/hosts/new" class="button plain wide-only">
            <Icon name="add" size={18} />
            {shell.addHost}
          </Link>
        ) : null}
      </div>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {items === undefined ? (
        list.fault.value === undefined ? (
          <Waiting rows={6} height={64} />
        ) : null
      ) : items.length === 0 ? (
        <NoHosts filtered={['presence', 'search', 'customer', 'site'].some((name) => asked(name) !== '')} />
      ) : isTable() ? (
        <HostTable items={items} />
      ) : (
        <div class={`host-list ${connection.value.state === 'lost' ? 'stale' : ''}`}>
          <Columns />
          <ul>
            {items.map((host) => (
              <HostRow key={host.id} host={host} />
            ))}
          </ul>
        </div>
      )}
      <MoreButton list={list} />
    </div>
  );
}

function Columns() {
  const { columns } = texts.value.hosts;
  return (
    <div class="host-columns" aria-hidden="true">
      <span>{columns.host}</span>
      <span>{columns.place}</span>
      <span>{columns.cpu}</span>
      <span>{columns.memory}</span>
      <span>{columns.disk}</span>
      <span>{columns.load}</span>
      <span>{columns.heard}</span>
      <span>{columns.cases}</span>
    </div>
  );
}

function Filters({ presence }: { presence: PresenceState | typeof RETIRED | '' }) {
  const { hosts } = texts.value;
  return (
    <div class="filters">
      <SearchField name="search" label={hosts.search} />
      <PlaceFilters />
      <select
        aria-label={hosts.presenceFilter}
        value={presence}
        onChange={(event) => setQuery('presence', event.currentTarget.value)}
      >
        <option value="">{hosts.anyPresence}</option>
        {presenceStates.map((one) => (
          <option key={one} value={one}>
            {hosts.presence[one]}
          </option>
        ))}
        <option value={RETIRED}>{hosts.retiredOnes}</option>
      </select>
    </div>
  );
}

function NoHosts({ filtered }: { filtered: boolean }) {
  const { hosts, shell } = texts.value;
  if (filtered)
    return (
      <Empty icon="search" title={hosts.noneMatch}>
        <p>{hosts.noneMatchText}</p>
      </Empty>
    );
  return (
    <Empty icon="hosts" title={hosts.noneTitle}>
      {mayOpen('add-host') ? (
        <>
          <p>{hosts.noneText}</p>
          <Link to="/hosts/new" class="button primary">
            {shell.addHost}
          </Link>
        </>
      ) : null}
    </Empty>
  );
}
