import type { CoverageFinding } from '@watchcase/api';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { language } from '../../state/language.ts';
import { useNames } from '../../state/use-names.ts';
import { texts } from '../../texts/index.ts';
import { calendarDayText } from '../../words/moment.ts';

/** Calendars whose days run out, and what to do about it. */
export function CoverageNotes({ findings }: { findings: readonly CoverageFinding[] }) {
  const { directory } = texts.value;
  const named = useNames(findings.map(({ calendar }) => ({ kind: 'calendars', id: calendar })));
  return findings.map(({ calendar, because, until, contracts }) => (
    <div key={calendar} class="coverage-note" role="note">
      <Icon name="alert" size={20} />
      <div>
        <strong>
          <Link to={`/directory/calendars/${encodeURIComponent(calendar)}`}>
            {directory.coverage[because](
              named('calendars', calendar),
              calendarDayText(until, language.value),
            )}
          </Link>
        </strong>
        <p>{directory.coverageText(contracts)}</p>
      </div>
    </div>
  ));
}
