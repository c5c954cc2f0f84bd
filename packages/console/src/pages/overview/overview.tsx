import type { Case, Overview } from '@watchcase/api';
import type { ComponentChildren } from 'preact';
import { readOverview } from '../../api/overview.ts';
import { connection } from '../../api/live.ts';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { useResource } from '../../state/use-resource.ts';
import { listed, texts } from '../../texts/index.ts';
import { CaseLine } from './case-line.tsx';
import { HostMap } from './host-map.tsx';
import { LateBackups } from './late-backups.tsx';

/** All of the desk on one screen, for whoever leads it. */
export function OverviewPage() {
  const kept = useResource('overview', readOverview, {
    touchedBy: (change) => change.cases.length > 0,
    restMs: 3000,
    everyMs: 60_000,
  });
  const it = kept.data.value;
  return (
    <div class={`page wide overview ${connection.value.state === 'lost' ? 'stale' : ''}`}>
      <Title text={texts.value.overview.title} />
      {kept.fault.value === undefined ? null : <FaultNote fault={kept.fault.value} retry={kept.refresh} />}
      {it === undefined ? (
        kept.fault.value === undefined ? (
          <Waiting rows={3} height={200} />
        ) : null
      ) : (
        <Parts it={it} />
      )}
    </div>
  );
}

function Parts({ it }: { it: Overview }) {
  const { overview } = texts.value;
  return (
    <>
      <div class="overview-parts">
        <SomeCases title={overview.due} none={overview.nothingDue} some={it.due} to="/cases?due=120" />
        <SomeCases
          title={overview.nobody}
          none={overview.noneNobodys}
          some={it.nobody}
          to="/cases?state=open&sort=severity&order=down"
        />
        <SomeCases title={overview.breached} none={overview.nothingBreached} some={it.breached} />
        <Part title={overview.backups} count={it.backups.count}>
          <LateBackups backups={it.backups} />
        </Part>
      </div>
      <HostMap places={it.places} count={it.hostCount} />
      <OnDuty people={it.onDuty} />
    </>
  );
}

interface PartProps {
  title: string;
  count: number;
  children: ComponentChildren;
}

function Part({ title, count, children }: PartProps) {
  return (
    <section class={`card part ${count === 0 ? 'quiet' : ''}`}>
      <h2>
        {title} <span class="figures tally">{count}</span>
      </h2>
      {children}
    </section>
  );
}

interface SomeCasesProps {
  title: string;
  none: string;
  some: { count: number; items: readonly Case[] };
  /** The list that has all of them. */
  to?: string;
}

function SomeCases({ title, none, some, to }: SomeCasesProps) {
  const { overview } = texts.value;
  const more = some.count - some.items.length;
  return (
    <Part title={title} count={some.count}>
      {some.count === 0 ? (
        <p class="good-line">
          <Icon name="check" size={18} />
          {none}
        </p>
      ) : (
        <ul class="case-lines">
          {some.items.map((one) => (
            <CaseLine key={one.id} it={one} />
          ))}
        </ul>
      )}
      {more <= 0 ? null : (
        <p>{to === undefined ? overview.more(more) : <Link to={to}>{overview.more(more)}</Link>}</p>
      )}
    </Part>
  );
}

function OnDuty({ people }: { people: Overview['onDuty'] }) {
  const { overview, cases } = texts.value;
  return (
    <section class="card part">
      <h2>{overview.duty}</h2>
      {people.length === 0 ? (
        <p class="caution">{overview.nobodyOnDuty}</p>
      ) : (
        <ul class="on-duty">
          {people.map(({ name, severities }) => (
            <li key={name}>
              <Icon name="person" size={18} />
              <strong>{name}</strong>
              <span class="soft">
                {overview.pagedFor(
                  listed(severities.toReversed().map((severity) => cases.severity[severity])),
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
