import type { Host, HostSort } from '@watchcase/api';
import type { ComponentChildren } from 'preact';
import { Link } from '../../parts/link.tsx';
import { Ago } from '../../parts/moment.tsx';
import { PresenceMark } from '../../parts/presence-mark.tsx';
import { SortingHead } from '../../parts/sorting-head.tsx';
import { query } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';
import { quantityText, shortNumber } from '../../words/quantity.ts';
import { columnsOf, type TableColumns } from '../../words/table-columns.ts';

const columns = [
  'host',
  'presence',
  'customer',
  'site',
  'cpu',
  'memory',
  'disk',
  'load',
  'heard',
  'agent',
  'platform',
  'cases',
] as const;
type Column = (typeof columns)[number];

/** What a table of hosts can show. */
export const hostColumns: TableColumns<Column> = {
  all: columns,
  usual: columns.filter((column) => column !== 'agent' && column !== 'platform'),
};

const sortOf: Readonly<Partial<Record<Column, HostSort>>> = {
  host: 'name',
  presence: 'presence',
  customer: 'customer',
  cases: 'cases',
};

/** Many hosts on one screen: a row each, the columns chosen, a head that sorts. */
export function HostTable({ items }: { items: readonly Host[] }) {
  const { table } = texts.value.hosts;
  const shown = columnsOf(hostColumns, query.value.get('columns') ?? '');
  return (
    <div class="dense host-table">
      <table>
        <thead>
          <tr>
            {shown.map((column) => (
              <SortingHead key={column} name={table[column]} by={sortOf[column]} usual="id" />
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((host) => (
            <tr key={host.id} class={host.presence === 'online' ? '' : 'old'}>
              {shown.map((column) => (
                <td key={column} class={`of-${column}`}>
                  {cells[column](host)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const HIGH = 90;

const percent = (value: number | null) => (
  <span class={`figures ${value !== null && value >= HIGH ? 'full' : ''}`}>
    {quantityText(value === null ? null : Math.round(value), 'percent')}
  </span>
);

const cells: Readonly<Record<Column, (host: Host) => ComponentChildren>> = {
  host: (host) => <Link to={`/hosts/${encodeURIComponent(host.id)}`}>{host.name}</Link>,
  presence: (host) => <PresenceMark presence={host.presence} />,
  customer: (host) => host.customer.name,
  site: (host) => host.site.name,
  cpu: ({ vitals }) => percent(vitals.cpuUsedPercent),
  memory: ({ vitals }) => percent(vitals.memoryUsedPercent),
  disk: ({ vitals }) => percent(vitals.diskUsedPercent),
  load: ({ vitals }) => (
    <span class="figures">{vitals.load1 === null ? '–' : shortNumber(vitals.load1)}</span>
  ),
  heard: (host) => (host.lastHeard === null ? texts.value.hosts.notHeard : <Ago at={host.lastHeard} />),
  agent: (host) => host.agentVersion ?? '–',
  platform: (host) => host.platform ?? '–',
  cases: (host) =>
    host.openCases === 0 ? null : (
      <span
        class={`badge ${host.worstSeverity ?? 'minor'}`}
        role="img"
        aria-label={texts.value.hosts.openCases(host.openCases)}
      >
        {host.openCases}
      </span>
    ),
};
