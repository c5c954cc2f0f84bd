import { type CaseClock, type CaseDetail, targets } from '@watchcase/api';
import { useRef } from 'preact/hooks';
import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { readCase } from '../../api/client.ts';
import { connection } from '../../api/live.ts';
import { Back } from '../../parts/back.tsx';
import { CountdownPanel } from '../../parts/countdown.tsx';
import { Link } from '../../parts/link.tsx';
import { SeverityBadge } from '../../parts/severity-badge.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { language } from '../../state/language.ts';
import { useResource } from '../../state/use-resource.ts';
import { second } from '../../state/server-time.ts';
import { texts } from '../../texts/index.ts';
import { countdownOf, nextClock } from '../../words/countdown.ts';
import { Holder, OutsideMark, RecoveredMark } from '../cases/case-row.tsx';
import { Actions } from './actions.tsx';
import { CaseAlerts } from './case-alerts.tsx';
import { ClocksExplained } from './clocks-explained.tsx';
import { Escalation } from './escalation.tsx';
import { EvidenceCharts } from './evidence.tsx';
import { Extras } from './extras.tsx';
import { CaseFacts } from './facts.tsx';
import { KeepSolution } from './keep-solution.tsx';
import { Likes } from './likes.tsx';
import { PartOf } from './part-of.tsx';
import { Playbooks } from './playbooks.tsx';
import { Timeline } from './timeline.tsx';

/** One case: what is wrong, how long is left, what to do, what happened. */
export function CasePage({ id }: { id: number }) {
  const kept = useResource(String(id), (signal) => readCase(id, signal), {
    touchedBy: (change) => change.cases.includes(id),
    everyMs: 60_000,
  });
  const it = kept.data.value;
  return (
    <div class={`page ${connection.value.state === 'lost' ? 'stale' : ''}`}>
      <Back to="/cases" text={texts.value.cases.title} />
      {kept.fault.value === undefined ? null : <FaultNote fault={kept.fault.value} retry={kept.refresh} />}
      {it === undefined ? (
        kept.fault.value === undefined ? (
          <Waiting rows={3} height={150} />
        ) : null
      ) : (
        <CaseBody it={it} changed={(fresh) => (kept.data.value = fresh)} refresh={kept.refresh} />
      )}
    </div>
  );
}

interface BodyProps {
  it: CaseDetail;
  changed: (fresh: CaseDetail) => void;
  refresh: () => void;
}

function CaseBody({ it, changed, refresh }: BodyProps) {
  const { cases } = texts.value;
  const title = it.titles[language.value];
  const next = nextClock(it.clocks);
  return (
    <>
      <header class={`case-head ${it.severity}`}>
        <div class="marks">
          <SeverityBadge severity={it.severity} />
          <span class="number">{it.number}</span>
          <Holder it={it} />
          <RecoveredMark it={it} />
          <OutsideMark it={it} />
          {it.detectedLate ? <span class="mark">{cases.detectedLate}</span> : null}
        </div>
        <Title text={title} name={`${it.number} ${title}`} />
        <p class="where">
          {it.host === null ? null : (
            <Link to={`/hosts/${encodeURIComponent(it.host.id)}`}>{it.host.name}</Link>
          )}
          <span>
            {it.customer.name}
            {it.site === null ? null : ` / ${it.site.name}`}
          </span>
        </p>
        {it.outside === null ? null : <p class="outside-why">{cases.outsideWhy[it.outside]}</p>}
      </header>
      <PartOf it={it} />
      <div class="case-columns">
        <div class="case-side">
          <section class="clocks" aria-label={cases.clocks}>
            {it.clocks.toSorted(byTarget).map((clock) => (
              <CountdownPanel key={clock.target} clock={clock} isNext={clock === next} />
            ))}
          </section>
          <BreachVoice it={it} />
          <Actions it={it} changed={changed} refresh={refresh} />
          <KeepSolution it={it} />
          <Escalation it={it} changed={changed} />
          <Likes it={it} />
          <CaseFacts it={it} />
          <Extras it={it} refresh={refresh} />
        </div>
        <div class="case-main">
          <EvidenceCharts it={it} />
          <Playbooks it={it} changed={changed} />
          <ClocksExplained it={it} />
          <Timeline it={it} />
          <CaseAlerts alerts={it.alerts} count={it.alertCount} />
        </div>
      </div>
    </>
  );
}

/** In the order they fall in a case's life. */
function byTarget(a: CaseClock, b: CaseClock): number {
  return targets.indexOf(a.target) - targets.indexOf(b.target);
}

/** Tells a screen reader once when a running clock has run out, and never counts aloud. */
function BreachVoice({ it }: { it: CaseDetail }) {
  const current = useSignal(it);
  current.value = it;
  const late = useComputed(() =>
    current.value.clocks
      .filter((clock) => countdownOf(clock, second.value).phase === 'overdue')
      .map((clock) => clock.target)
      .join(' '),
  );
  const before = useRef(late.peek());
  const words = useSignal('');
  useSignalEffect(() => {
    const now = late.value;
    const fresh = now
      .split(' ')
      .filter((target) => target !== '' && !before.current.split(' ').includes(target));
    before.current = now;
    if (fresh.length > 0) {
      const names = texts.peek().cases.target as Readonly<Record<string, string>>;
      words.value = texts.peek().cases.breachedNow(fresh.map((target) => names[target] ?? target).join(', '));
    }
  });
  return (
    <div class="unseen" role="status" aria-live="polite">
      {words.value}
    </div>
  );
}
