import { useSignal } from '@preact/signals';
import type { FollowUp } from '@watchcase/api';
import { readFollowUps } from '../../api/follow-ups.ts';
import { Back } from '../../parts/back.tsx';
import { Choices } from '../../parts/choices.tsx';
import { Link } from '../../parts/link.tsx';
import { Moment } from '../../parts/moment.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { useList } from '../../state/list.ts';
import { query, setQuery } from '../../state/route.ts';
import { second } from '../../state/server-time.ts';
import { mayDo } from '../../state/session.ts';
import { texts } from '../../texts/index.ts';
import { aboutOf } from './about-of.ts';
import { CallDialog } from './call-dialog.tsx';
import { language } from '../../state/language.ts';
import { dayText } from '../../words/moment.ts';

/** Calls to customers after their cases: which are due, and what was said. */
export function FollowUpsPage() {
  const { cases, caseWork } = texts.value;
  const made = query.value.get('made') ?? '';
  const done = made === 'true';
  const list = useList(
    `follow-ups ${made}`,
    (paging, signal) =>
      readFollowUps({ done: String(done), overdue: made === 'overdue' ? 'true' : null, ...paging }, signal),
    { everyMs: 60_000 },
  );
  const asking = useSignal<FollowUp | undefined>(undefined);
  const items = list.data.value?.items;
  return (
    <div class="page narrow">
      <Back to="/cases" text={cases.title} />
      <div class="page-top">
        <Title text={caseWork.followUps} />
        <Choices
          label={caseWork.followUps}
          value={made === 'overdue' || done ? made : ''}
          options={[
            { value: '', text: caseWork.toBeMade },
            { value: 'overdue', text: caseWork.callOverdue },
            { value: 'true', text: caseWork.wereMade },
          ]}
          choose={(value) => setQuery('made', value)}
        />
      </div>
      <p class="lead">{caseWork.followUpsLead}</p>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {items === undefined ? (
        list.fault.value === undefined ? (
          <Waiting rows={3} height={96} />
        ) : null
      ) : items.length === 0 ? (
        <Empty icon="check" title={caseWork.noFollowUps}>
          <p>{caseWork.noFollowUpsText}</p>
        </Empty>
      ) : (
        <ul class="rows">
          {items.map((it) => (
            <Call key={it.id} it={it} ask={() => (asking.value = it)} />
          ))}
        </ul>
      )}
      <MoreButton list={list} />
      {asking.value === undefined ? null : (
        <CallDialog
          it={asking.value}
          done={() => {
            asking.value = undefined;
            list.refresh();
          }}
          cancel={() => (asking.value = undefined)}
        />
      )}
    </div>
  );
}

function Call({ it, ask }: { it: FollowUp; ask: () => void }) {
  const { caseWork } = texts.value;
  const isOverdue = it.doneAt === null && Date.parse(it.dueAt) < second.value;
  const about = new URLSearchParams({
    customer: it.customer.id,
    kind: 'complaint',
    source: 'follow-up',
    title: caseWork.complaintAbout(aboutOf(it)).slice(0, 200),
  });
  return (
    <li class="card call">
      {it.case === null ? (
        <strong>{aboutOf(it)}</strong>
      ) : (
        <Link to={`/cases/${it.case.id}`}>{aboutOf(it)}</Link>
      )}
      <p class="soft">
        {it.customer.name} ·{' '}
        {it.doneAt === null ? (
          <>
            {isOverdue ? <strong class="overdue-word">{caseWork.callOverdue}</strong> : null}{' '}
            {caseWork.callDue}{' '}
            <time dateTime={it.dueAt}>{dayText(Date.parse(it.dueAt), language.value)}</time>
          </>
        ) : (
          <>
            {it.doneBy} · <Moment at={it.doneAt} />
          </>
        )}
      </p>
      {it.satisfied === null ? null : (
        <p class={it.satisfied ? 'result ok' : 'result failed'}>
          {it.satisfied ? caseWork.satisfied : caseWork.notSatisfied}
        </p>
      )}
      {it.text === null || it.text === '' ? null : <blockquote>{it.text}</blockquote>}
      {mayDo('cases.work') ? (
        <div class="buttons-left">
          {it.doneAt === null ? (
            <button type="button" class="primary" onClick={ask}>
              {caseWork.callMade}
            </button>
          ) : null}
          {it.satisfied === false ? (
            <Link to={`/cases/new?${about.toString()}`} class="button plain">
              {caseWork.complaint}
            </Link>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
