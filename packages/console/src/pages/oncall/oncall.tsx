import { readDutyChanges, readDutyFindings } from '../../api/oncall.ts';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Choices } from '../../parts/choices.tsx';
import { Link } from '../../parts/link.tsx';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { query, setQuery } from '../../state/route.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { ContactMethods } from './contact-methods.tsx';
import { DutyCalendar } from './duty-calendar.tsx';
import { DutyChanges } from './duty-changes.tsx';
import { DutyNotes } from './duty-notes.tsx';
import { DutyNow } from './duty-now.tsx';
import { FairnessTable } from './fairness-table.tsx';
import { DutyFeeds } from './feeds.tsx';
import { PagedTable } from './paged-table.tsx';

const views = ['calendar', 'changes', 'fairness', 'feeds', 'methods'] as const;
type View = (typeof views)[number];

/** Who is on duty, who will be, what changes it, and who had how much of it. */
export function OncallPage() {
  const { oncall } = texts.value;
  const changes = useResource('duty changes', readDutyChanges, { everyMs: 60_000 });
  const findings = useResource('duty findings', readDutyFindings, { everyMs: 60_000 });
  const view = views.find((one) => one === query.value.get('view')) ?? 'calendar';
  const rota = query.value.get('rota') ?? '';
  const answer = changes.data.value;
  function refresh(): void {
    changes.refresh();
    findings.refresh();
  }
  return (
    <div class="page">
      <div class="page-top">
        <Title text={oncall.title} />
        <RotaChoice rotas={answer?.rotas ?? []} value={rota} />
      </div>
      <div class="duty-views">
        <Choices
          label={oncall.view}
          value={view}
          options={views.map((value) => ({ value, text: oncall.views[value] }))}
          choose={(value: View) => setQuery('view', value === 'calendar' ? '' : value)}
        />
      </div>
      {changes.fault.value === undefined ? null : (
        <FaultNote fault={changes.fault.value} retry={changes.refresh} />
      )}
      {view === 'methods' ? (
        <ContactMethods />
      ) : answer === undefined ? (
        changes.fault.value === undefined ? (
          <Waiting rows={4} height={90} />
        ) : null
      ) : answer.rotas.length === 0 ? (
        <Empty icon="clock" title={oncall.none}>
          <p>{oncall.noneText}</p>
          <Link to="/directory/rotas">{oncall.toDirectory}</Link>
        </Empty>
      ) : view === 'calendar' ? (
        <>
          <DutyNotes findings={findings.data.value?.items ?? []} most={3} />
          <DutyNow rota={rota} />
          <DutyCalendar rota={rota} stamp={JSON.stringify(answer)} />
        </>
      ) : view === 'changes' ? (
        <DutyChanges answer={answer} rota={rota} refresh={refresh} />
      ) : view === 'fairness' ? (
        <>
          <FairnessTable rota={rota} />
          <PagedTable />
        </>
      ) : (
        <DutyFeeds answer={answer} />
      )}
    </div>
  );
}

function RotaChoice({ rotas, value }: { rotas: readonly { id: string; name: string }[]; value: string }) {
  const { oncall } = texts.value;
  if (rotas.length < 2) return null;
  return (
    <ChoiceField
      label={oncall.rota}
      value={value}
      options={[
        { value: '', text: oncall.allRotas },
        ...rotas.map(({ id, name }) => ({ value: id, text: name })),
      ]}
      choose={(id) => setQuery('rota', id)}
    />
  );
}
