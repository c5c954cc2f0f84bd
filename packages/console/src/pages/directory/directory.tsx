import { readDirectory } from '../../api/directory.ts';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { mayOpen } from '../../state/may-open.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { DutyNotes } from '../oncall/duty-notes.tsx';
import { CoverageNotes } from './coverage-note.tsx';

/** All kinds of records, and how many there are of each. */
export function DirectoryPage() {
  const summary = useResource('directory', readDirectory, { everyMs: 60_000 });
  const { directory } = texts.value;
  const items = summary.data.value?.items;
  return (
    <div class="page">
      <div class="page-top">
        <Title text={directory.title} />
        {mayOpen('audit') ? (
          <Link to="/audit" class="button plain">
            <Icon name="clock" size={18} />
            {directory.audit}
          </Link>
        ) : null}
      </div>
      {summary.fault.value === undefined ? null : (
        <FaultNote fault={summary.fault.value} retry={summary.refresh} />
      )}
      <CoverageNotes findings={summary.data.value?.findings ?? []} />
      <DutyNotes findings={summary.data.value?.duty ?? []} most={5} />
      {items === undefined ? (
        summary.fault.value === undefined ? (
          <Waiting rows={6} height={64} />
        ) : null
      ) : (
        <ul class="kinds">
          {items.map(({ kind, count }) => (
            <li key={kind}>
              <Link to={`/directory/${kind}`} class="card kind">
                <strong>{directory.kinds[kind].many}</strong>
                <span class="figures">{count}</span>
                <span class="soft">{directory.kinds[kind].about}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
