import { readHost } from '../../api/client.ts';
import type { HostDetail } from '@watchcase/api';
import { connection } from '../../api/live.ts';
import { Back } from '../../parts/back.tsx';
import { Meter } from '../../parts/meter.tsx';
import { Ago } from '../../parts/moment.tsx';
import { PresenceMark } from '../../parts/presence-mark.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { useHosts } from '../../state/use-hosts.ts';
import { mayDo } from '../../state/session.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { shortNumber } from '../../words/quantity.ts';
import { Backups } from './backups.tsx';
import { HostCases } from './host-cases.tsx';
import { HostCharts } from './host-charts.tsx';
import { Inventory } from './inventory.tsx';
import { Manage } from './manage.tsx';
import { Refusals } from './refusals.tsx';
import { SeriesTable } from './series-table.tsx';
import { Unreadable } from './unreadable.tsx';
import { UntiedRules } from './untied-rules.tsx';
import { secondsSaid } from '../../words/span.ts';

/** One host: whether it is there, how it is, and everything it reports. */
export function HostPage({ id }: { id: string }) {
  useHosts([id]);
  const kept = useResource(id, (signal) => readHost(id, signal), {
    touchedBy: (change) => change.hosts.includes(id),
    restMs: 30_000,
    everyMs: 60_000,
  });
  const host = kept.data.value;
  return (
    <div class={`page ${connection.value.state === 'lost' ? 'stale' : ''}`}>
      <Back to="/hosts" text={texts.value.hosts.title} />
      {kept.fault.value === undefined ? null : <FaultNote fault={kept.fault.value} retry={kept.refresh} />}
      {host === undefined ? (
        kept.fault.value === undefined ? (
          <Waiting rows={4} height={140} />
        ) : null
      ) : (
        <>
          <Head host={host} />
          <HostCases hostId={host.id} />
          <HostCharts host={host} />
          <UntiedRules rules={host.untiedRules} />
          <Backups host={host} changed={kept.refresh} />
          <SeriesTable hostId={host.id} series={host.series} />
          <Inventory inventory={host.inventory} />
          {mayDo('hosts.change') ? <Manage host={host} changed={kept.refresh} /> : null}
        </>
      )}
    </div>
  );
}

/** True when a series that says yes or no says yes. */
function isOn({ series }: HostDetail, key: string): boolean {
  return series.some((one) => one.key === key && one.value === 1);
}

function Head({ host }: { host: HostDetail }) {
  const { hosts } = texts.value;
  const { columns } = hosts;
  const { vitals } = host;
  const old = host.presence !== 'online';
  const offset = Math.abs(host.clockOffsetSeconds);
  return (
    <header class="host-head">
      <div class="marks">
        <PresenceMark presence={host.presence} />
        {host.lastHeard === null ? null : (
          <span class="soft">
            {columns.heard} <Ago at={host.lastHeard} />
          </span>
        )}
      </div>
      <Title text={host.name} />
      <p class="where">
        <span>
          {host.customer.name} / {host.site.name}
        </span>
        {host.platform === null ? null : <span>{host.platform}</span>}
        {host.agentVersion === null ? null : (
          <span>
            {hosts.agent} {host.agentVersion}
          </span>
        )}
        {host.intervalSeconds === null ? null : (
          <span>
            {hosts.interval} {secondsSaid(host.intervalSeconds, texts.value.shell.unit)}
          </span>
        )}
        {offset >= 1 ? (
          <span class="caution-text">
            {hosts.clockOffset} {secondsSaid(offset, texts.value.shell.unit)}
          </span>
        ) : null}
      </p>
      {hosts.presenceHint[host.presence] === '' ? null : (
        <p class="caution">{hosts.presenceHint[host.presence]}</p>
      )}
      <Refusals refused={host.refused} />
      <Unreadable unread={host.unread} />
      {host.retiredAt === null ? null : <p class="caution">{hosts.retired}</p>}
      {host.revokedAt === null || host.retiredAt !== null ? null : <p class="caution">{hosts.revoked}</p>}
      {isOn(host, 'internal_agent.config_refused') ? <p class="caution">{hosts.configRefused}</p> : null}
      <div class={`vitals ${old ? 'old' : ''}`} title={old ? hosts.old : undefined}>
        <div class="vital-card">
          <span>{columns.cpu}</span>
          <Meter value={vitals.cpuUsedPercent} label={columns.cpu} />
        </div>
        <div class="vital-card">
          <span>{columns.memory}</span>
          <Meter value={vitals.memoryUsedPercent} label={columns.memory} />
        </div>
        <div class="vital-card">
          <span>{columns.disk}</span>
          <Meter value={vitals.diskUsedPercent} label={columns.disk} />
        </div>
        <div class="vital-card">
          <span>{columns.load}</span>
          <span class="value figures">{vitals.load1 === null ? '–' : shortNumber(vitals.load1)}</span>
        </div>
      </div>
    </header>
  );
}
