import type { Host } from '@watchcase/api';
import { Link } from '../../parts/link.tsx';
import { Meter } from '../../parts/meter.tsx';
import { Ago } from '../../parts/moment.tsx';
import { PresenceMark } from '../../parts/presence-mark.tsx';
import { texts } from '../../texts/index.ts';
import { shortNumber } from '../../words/quantity.ts';

/** One host in a list. The whole row leads to it. */
export function HostRow({ host }: { host: Host }) {
  const { hosts } = texts.value;
  const { columns } = hosts;
  const { vitals } = host;
  const old = host.presence !== 'online';
  return (
    <li class={`host-row ${old ? 'old' : ''}`}>
      <Link to={`/hosts/${encodeURIComponent(host.id)}`}>
        <span class="name">
          <PresenceMark presence={host.presence} wordless />
          <strong>{host.name}</strong>
          {old ? (
            <span class={`presence-word ${host.presence}`} aria-hidden="true">
              {hosts.presence[host.presence]}
            </span>
          ) : null}
        </span>
        <span class="place">
          {host.customer.name} / {host.site.name}
        </span>
        <span class="vital" data-name={columns.cpu}>
          <Meter value={vitals.cpuUsedPercent} label={columns.cpu} />
        </span>
        <span class="vital" data-name={columns.memory}>
          <Meter value={vitals.memoryUsedPercent} label={columns.memory} />
        </span>
        <span class="vital" data-name={columns.disk}>
          <Meter value={vitals.diskUsedPercent} label={columns.disk} />
        </span>
        <span class="vital load" data-name={columns.load}>
          <span class="figures">{vitals.load1 === null ? '–' : shortNumber(vitals.load1)}</span>
        </span>
        <span class="heard">{host.lastHeard === null ? hosts.notHeard : <Ago at={host.lastHeard} />}</span>
        <span class="open">
          {host.openCases > 0 ? (
            <span
              class={`badge ${host.worstSeverity ?? 'minor'}`}
              aria-label={hosts.openCases(host.openCases)}
            >
              {host.openCases}
            </span>
          ) : null}
        </span>
      </Link>
    </li>
  );
}
