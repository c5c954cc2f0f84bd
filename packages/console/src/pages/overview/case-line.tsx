import type { Case } from '@watchcase/api';
import { CountdownLine } from '../../parts/countdown.tsx';
import { Link } from '../../parts/link.tsx';
import { SeverityBadge } from '../../parts/severity-badge.tsx';
import { language } from '../../state/language.ts';
import { texts } from '../../texts/index.ts';
import { nextClock } from '../../words/countdown.ts';

/** One case in two short lines: how bad, what, where, who has it, due when. */
export function CaseLine({ it }: { it: Case }) {
  const { cases } = texts.value;
  const clock = nextClock(it.clocks);
  return (
    <li class="case-line">
      <Link to={`/cases/${it.id}`}>
        <SeverityBadge severity={it.severity} />
        <span class="what">
          <strong>{it.titles[language.value]}</strong>
          <span class="soft">
            {it.number} · {it.host?.name ?? it.site?.name ?? it.customer.name} · {it.customer.name}
            {it.acknowledgedBy === null ? '' : ` · ${it.acknowledgedBy}`}
          </span>
        </span>
        <span class="due">
          {clock === undefined ? (
            <span class="soft">{cases.state[it.state]}</span>
          ) : (
            <CountdownLine clock={clock} />
          )}
        </span>
      </Link>
    </li>
  );
}
