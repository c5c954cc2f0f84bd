import { type CaseClock, type CaseDetail, targets } from '@watchcase/api';
import { readCase } from '../../api/client.ts';
import { connection } from '../../api/live.ts';
import { CountdownPanel } from '../../parts/countdown.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { SeverityBadge } from '../../parts/severity-badge.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { language } from '../../state/language.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { momentText } from '../../words/moment.ts';
import { Timeline } from '../case/timeline.tsx';
import { CustomerWord } from './customer-word.tsx';
import { WriteToUs } from './write-to-us.tsx';

/** A customer's case: how it stands, what is promised, what they can say, what has happened. */
export function PortalCasePage({ id }: { id: number }) {
  const kept = useResource(`portal ${id}`, (signal) => readCase(id, signal), {
    touchedBy: (change) => change.cases.includes(id),
    everyMs: 60_000,
  });
  const it = kept.data.value;
  return (
    <div class={`page portal ${connection.value.state === 'lost' ? 'stale' : ''}`}>
      <Link to="/cases" class="back">
        <Icon name="back" size={18} />
        {texts.value.portal.title}
      </Link>
      {kept.fault.value === undefined ? null : <FaultNote fault={kept.fault.value} retry={kept.refresh} />}
      {it === undefined ? (
        kept.fault.value === undefined ? (
          <Waiting rows={3} height={150} />
        ) : null
      ) : (
        <Body it={it} changed={(fresh) => (kept.data.value = fresh)} refresh={kept.refresh} />
      )}
    </div>
  );
}

interface BodyProps {
  it: CaseDetail;
  changed: (fresh: CaseDetail) => void;
  refresh: () => void;
}

function Body({ it, changed, refresh }: BodyProps) {
  const title = it.titles[language.value];
  return (
    <>
      <header class={`case-head ${it.severity}`}>
        <div class="marks">
          <SeverityBadge severity={it.severity} />
          <span class="number">{it.number}</span>
        </div>
        <Title text={title} name={`${it.number} ${title}`} />
        <p class="where">
          {it.host === null ? null : (
            <Link to={`/hosts/${encodeURIComponent(it.host.id)}`}>{it.host.name}</Link>
          )}
          <span>{it.site?.name ?? it.customer.name}</span>
        </p>
      </header>
      <Stand it={it} />
      <CustomerWord it={it} changed={changed} />
      <Promised clocks={it.clocks} />
      <WriteToUs it={it} changed={changed} refresh={refresh} />
      <Timeline it={it} />
    </>
  );
}

/** How it stands, in a sentence. */
function Stand({ it }: { it: CaseDetail }) {
  const { portal } = texts.value;
  const isWaiting = it.state === 'on-hold' && it.onHold !== null;
  const until = isWaiting ? it.onHold?.until : undefined;
  return (
    <p class={`stand ${it.state}`} role="status">
      <strong>{portal.state[it.state]}</strong>{' '}
      {isWaiting && it.onHold !== null ? <span>{portal.waits[it.onHold.reason]} </span> : null}
      {until == null ? null : <span>{portal.until(momentText(Date.parse(until), language.value))} </span>}
      {it.acknowledgedBy === null || it.state === 'open' ? null : (
        <span class="soft">{portal.inCharge(it.acknowledgedBy)}</span>
      )}
    </p>
  );
}

function Promised({ clocks }: { clocks: readonly CaseClock[] }) {
  const { portal } = texts.value;
  if (clocks.length === 0) return null;
  return (
    <section>
      <h2>{portal.promised}</h2>
      <div class="clocks">
        {clocks
          .toSorted((a, b) => targets.indexOf(a.target) - targets.indexOf(b.target))
          .map((clock) => (
            <CountdownPanel key={clock.target} clock={clock} isNext />
          ))}
      </div>
    </section>
  );
}
