import type { DutyPreview } from '@watchcase/api';
import { language } from '../../state/language.ts';
import { texts } from '../../texts/index.ts';
import { minuteText } from '../../words/moment.ts';
import { type Named, namesOf } from './duty-week.tsx';

/** The same as a table, gaps in their places. */
export function DutyList({ item, named }: { item: DutyPreview['items'][number]; named: Named }) {
  const { oncall } = texts.value;
  const rows = [
    ...item.spans.map((span) => ({
      ...span,
      who: namesOf(span.people, named),
      why: oncall.reasons[span.reason],
      isGap: false,
    })),
    ...item.gaps.map((gap) => ({ ...gap, who: oncall.gap, why: '', isGap: true })),
  ].toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const time = (at: string) => minuteText(Date.parse(at), language.value);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{oncall.from}</th>
          <th scope="col">{oncall.to}</th>
          <th scope="col">{oncall.who}</th>
          <th scope="col">{oncall.why}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ from, to, who, why, isGap }) => (
          <tr key={from} class={isGap ? 'overdue-word' : ''}>
            <td>{time(from)}</td>
            <td>{time(to)}</td>
            <td>{who}</td>
            <td>{why}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
