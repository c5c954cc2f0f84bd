import { type Case, isTaken, isUnresolved } from '@watchcase/api';
import { CountdownLine } from '../../parts/countdown.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { Ago } from '../../parts/moment.tsx';
import { SeverityBadge } from '../../parts/severity-badge.tsx';
import { language } from '../../state/language.ts';
import { mayDo } from '../../state/session.ts';
import { texts } from '../../texts/index.ts';
import { nextClock } from '../../words/countdown.ts';

/** One case in a list: how bad, what, where, who has it, due when. The whole row leads to it. */
export function CaseRow({ it }: { it: Case }) {
  const clock = nextClock(it.clocks);
  return (
    <li class={`case-row ${it.severity} ${it.state}`}>
      <Link to={`/cases/${it.id}`}>
        <span class="marks">
          <SeverityBadge severity={it.severity} />
          <span class="number">{it.number}</span>
          <RecoveredMark it={it} />
          <OutsideMark it={it} />
        </span>
        <strong class="what">{it.titles[language.value]}</strong>
        <span class="where">
          {it.host?.name}
          <span class="place">
            {it.customer.name}
            {it.site === null ? null : ` / ${it.site.name}`}
          </span>
        </span>
        <span class="age">
          <Ago at={it.openedAt} />
        </span>
        <span class="due">{clock === undefined ? null : <CountdownLine clock={clock} />}</span>
        <Holder it={it} />
      </Link>
    </li>
  );
}

/** Everything is quiet again, though nobody has closed the case. */
export function RecoveredMark({ it }: { it: Case }) {
  const { cases } = texts.value;
  if (it.recoveredAt === null || !isUnresolved(it.state)) return null;
  return (
    <span class="mark good" title={cases.recoveredHint}>
      <Icon name="check" size={14} />
      {cases.recovered}
    </span>
  );
}

/** No contract pays for what is done. */
export function OutsideMark({ it: { outside } }: { it: Case }) {
  const { cases } = texts.value;
  if (outside === null) return null;
  return (
    <span class="mark outside" title={cases.outsideWhy[outside]}>
      {cases.outside}
    </span>
  );
}

/** Who has the case, or how it ended. */
export function Holder({ it }: { it: Case }) {
  const { cases, portal } = texts.value;
  if (isTaken(it.state) && it.acknowledgedBy !== null) {
    return (
      <span class="holder">
        <Icon name="person" size={16} />
        <span class="who">{it.acknowledgedBy}</span>
        {it.state === 'acknowledged' ? null : <span class="stage">{cases.state[it.state]}</span>}
      </span>
    );
  }
  // Whose work it is within the house does not trouble a customer: it is known, and somebody will answer.
  if (it.state === 'open' && !mayDo('desk.read')) return <span class="holder">{portal.known}</span>;
  return <span class={`holder ${it.state}`}>{cases.state[it.state]}</span>;
}
