import type { CaseDetail, CaseEventView } from '@watchcase/api';
import { readTimeline } from '../../api/client.ts';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { Moment } from '../../parts/moment.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { language } from '../../state/language.ts';
import { useList } from '../../state/list.ts';
import { texts } from '../../texts/index.ts';
import { attemptSaid } from '../../words/attempt-detail.ts';
import { eventWords, toneOf } from '../../words/event-words.ts';

/** Everything that happened to the case, newest first. */
export function Timeline({ it }: { it: CaseDetail }) {
  const isWhole = it.timeline.length === it.timelineCount;
  return (
    <section class="card">
      <h2>{texts.value.cases.timeline}</h2>
      {isWhole ? <Lines events={it.timeline.toReversed()} caseId={it.id} /> : <LongTimeline id={it.id} />}
    </section>
  );
}

/** One that is too long for one answer, page by page. */
function LongTimeline({ id }: { id: number }) {
  const list = useList(`timeline ${id}`, (paging, signal) => readTimeline(id, paging, signal), {
    touchedBy: (change) => change.cases.includes(id),
  });
  return (
    <>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      <Lines events={list.data.value?.items ?? []} caseId={id} />
      <MoreButton list={list} />
    </>
  );
}

function Lines({ events, caseId }: { events: readonly CaseEventView[]; caseId: number }) {
  return (
    <ol class="timeline">
      {events.map((event) => (
        <Line key={event.seq} event={event} caseId={caseId} />
      ))}
    </ol>
  );
}

function iconOf(kind: CaseEventView['kind']): IconName {
  if (kind.startsWith('page-') || kind === 'nobody-to-page' || kind === 'escalated' || kind === 'forgotten')
    return 'bell';
  if (kind === 'note') return 'note';
  if (kind === 'step-ticked') return 'check';
  if (toneOf(kind) === 'person') return 'person';
  if (kind === 'warning' || kind === 'breached') return 'clock';
  return toneOf(kind) === 'good' || kind === 'alert-recovered' ? 'check' : 'alert';
}

function Line({ event, caseId }: { event: CaseEventView; caseId: number }) {
  const t = texts.value;
  const words = eventWords(event, {
    language: language.value,
    severity: t.cases.severity,
    target: t.eventFacts.targets,
  });
  return (
    <li class={toneOf(event.kind)}>
      <span class="picture">
        <Icon name={iconOf(event.kind)} size={16} />
      </span>
      <div>
        <p class="sentence">{t.events[event.kind](words)}</p>
        <EventFacts event={event} caseId={caseId} />
        <p class="at">
          <Moment at={event.time} />
        </p>
      </div>
    </li>
  );
}

/** Kinds whose text is what somebody wrote. */
const QUOTED: ReadonlySet<CaseEventView['kind']> = new Set([
  'note',
  'closed',
  'cancelled',
  'diagnosed',
  'on-site-needed',
  'on-site-arrived',
  'held',
  'severity-changed',
  'handed-on',
  'assigned',
  'work-logged',
  'confirmed',
  'rated',
]);

/** Where the number of the other case stands, of lines that are about two. */
const OTHER_CASE: Readonly<Partial<Record<CaseEventView['kind'], readonly string[]>>> = {
  merged: ['into'],
  absorbed: ['from'],
  split: ['into', 'from'],
  linked: ['case'],
};

function EventFacts({ event, caseId }: { event: CaseEventView; caseId: number }) {
  const { eventFacts } = texts.value;
  const text = (name: string) => (typeof event.data[name] === 'string' ? event.data[name] : '');
  const former = event.kind === 'opened' ? event.data['recurrenceOf'] : undefined;
  if (QUOTED.has(event.kind)) {
    return event.text === '' ? null : <blockquote>{event.text}</blockquote>;
  }
  if (event.kind === 'resolved') {
    return (
      <>
        {text('cause') === '' ? null : <Quoted name={eventFacts.cause} text={text('cause')} />}
        {text('solution') === '' ? null : <Quoted name={eventFacts.solution} text={text('solution')} />}
      </>
    );
  }
  if (event.kind === 'attached')
    return (
      <p>
        <a href={`/api/v1/cases/${caseId}/attachments/${text('id')}`} download={text('name')}>
          {text('name')}
        </a>
      </p>
    );
  if (event.kind === 'opened' && text('report') !== '') return <blockquote>{text('report')}</blockquote>;
  const other = OTHER_CASE[event.kind]?.map((name) => event.data[name]).find((id) => typeof id === 'number');
  if (typeof other === 'number')
    return (
      <p>
        <Link to={`/cases/${other}`}>{`C-${other}`}</Link>
      </p>
    );
  if (typeof former === 'number')
    return (
      <p>
        <Link to={`/cases/${former}`}>{eventFacts.recurrenceOf(`C-${former}`)}</Link>
      </p>
    );
  return <Attempt detail={text('detail')} isDelivered={event.kind === 'page-sent'} />;
}

/** How an attempt ended, in words; the code of it beside them, for whoever looks into it. */
function Attempt({ detail, isDelivered }: { detail: string; isDelivered: boolean }) {
  if (detail === '') return null;
  const said = attemptSaid(detail, isDelivered, texts.value.eventFacts.attempt);
  return (
    <p class="detail">
      {said.text}
      {said.code === '' ? null : <small class="code">{said.code}</small>}
    </p>
  );
}

function Quoted({ name, text }: { name: string; text: string }) {
  return (
    <blockquote>
      <b>{name}</b> {text}
    </blockquote>
  );
}
