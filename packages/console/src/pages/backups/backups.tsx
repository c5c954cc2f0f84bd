import { Choices } from '../../parts/choices.tsx';
import { Title } from '../../parts/title.tsx';
import { query, setQueries } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';
import { ComplianceView } from './compliance.tsx';
import { DrillsView } from './drills.tsx';
import { FindingsView } from './findings.tsx';
import { MatrixView } from './matrix.tsx';

const views = ['matrix', 'findings', 'compliance', 'drills'] as const;
type View = (typeof views)[number];
const shown: Readonly<Record<View, () => preact.JSX.Element>> = {
  matrix: () => <MatrixView />,
  findings: () => <FindingsView />,
  compliance: () => <ComplianceView />,
  drills: () => <DrillsView />,
};
/** What a view alone is narrowed by; the customer goes along. */
const ofViews = ['state', 'policy', 'search', 'sort', 'days', 'to', 'period', 'site'];

/** Backups as promises: every job day by day, what is to be settled, what was kept, when drills are due. */
export function BackupsPage() {
  const { backups } = texts.value;
  const view = views.find((one) => one === query.value.get('view')) ?? 'matrix';
  const choose = (value: View) =>
    setQueries({
      ...Object.fromEntries(ofViews.map((name) => [name, ''])),
      view: value === 'matrix' ? '' : value,
    });
  return (
    <div class={`page backups ${view === 'matrix' ? 'wide' : ''}`}>
      <div class="page-top">
        <Title text={backups.title} />
        <Choices
          label={backups.viewLabel}
          value={view}
          options={views.map((value) => ({ value, text: backups.views[value] }))}
          choose={choose}
        />
      </div>
      {shown[view]()}
    </div>
  );
}
