import type { CoverageFinding } from '@watchcase/api';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { language } from '../../state/language.ts';
import { useNames } from '../../state/use-names.ts';
import { texts } from '../../texts/index.ts';
import { calendarDayText } from '../../words/moment.ts';

/** Calendars whose days run out, and what to do about it; on a calendar's own page (`isOwn`) nothing leads there. */
export function CoverageNotes({
  findings,
  isOwn = false,
}: {
  findings: readonly CoverageFinding[];
  isOwn?: boolean;
}) {
  const { directory } = texts.value;
  const named = useNames(findings.map(({ calendar }) => ({ kind: 'calendars', id: calendar })));
  const said = ({ calendar, because, until }: CoverageFinding) =>
    directory.coverage[because](named('calendars', calendar), calendarDayText(until, language.value));
  return findings.map((it) => (
    <div key={it.calendar} class="coverage-note" role="note">
      <Icon name="alert" size={20} />
      <div>
        <strong>
          {isOwn ? (
            said(it)
          ) : (
            <Link to={`/directory/calendars/${encodeURIComponent(it.calendar)}`}>{said(it)}</Link>
          )}
        </strong>
        <p>{directory.coverageText(it.contracts)}</p>
      </div>
    </div>
  ));
}
