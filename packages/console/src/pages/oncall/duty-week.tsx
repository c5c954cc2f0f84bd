import type { DutyPreview } from '@watchcase/api';
import { language } from '../../state/language.ts';
import { serverNow } from '../../state/server-time.ts';
import { listed, texts } from '../../texts/index.ts';
import type { DutyRow } from '../../words/duty-weeks.ts';
import { minuteText, weekdayText } from '../../words/moment.ts';

type Item = DutyPreview['items'][number];
/** Names and colours by the ids of people. */
export type Named = ReadonlyMap<string, { name: string; ink: string }>;

/** From this width on, in percent of a week, a name has room. */
const ROOM = 7;

/** One week as a bar; what the list beside it says in words is not read out here. */
export function DutyWeek({
  row,
  named,
}: {
  row: DutyRow<Item['spans'][number], Item['gaps'][number]>;
  named: Named;
}) {
  const days = Array.from({ length: 7 }, (_, day) => {
    const date = new Date(row.from);
    return new Date(date.getFullYear(), date.getMonth(), date.getDate() + day).getTime();
  });
  const now = ((serverNow() - row.from) / (row.to - row.from)) * 100;
  return (
    <div class="duty-week" aria-hidden="true">
      <div class="duty-days">
        {days.map((day) => (
          <span key={day} style={{ left: `${((day - row.from) / (row.to - row.from)) * 100}%` }}>
            {new Date(day).getDate()}
            <span class="wide-only"> {weekdayText(day, language.value)}</span>
          </span>
        ))}
      </div>
      <div class="duty-bar">
        {row.spans.map(({ left, width, span }) => (
          <span
            key={span.from}
            class={`duty-part ${named.get(span.people[0] ?? '')?.ink ?? ''} ${span.reason === 'turn' ? '' : 'changed'}`}
            style={{ left: `${left}%`, width: `${width}%` }}
            title={titleOf(span, named)}
          >
            {width < ROOM ? '' : namesOf(span.people, named)}
          </span>
        ))}
        {row.gaps.map(({ left, width, span }) => (
          <span
            key={span.from}
            class="duty-part duty-gap"
            style={{ left: `${left}%`, width: `${width}%` }}
            title={`${texts.value.oncall.gap} ${boundsOf(span)}`}
          />
        ))}
        {now >= 0 && now < 100 ? <span class="duty-moment" style={{ left: `${now}%` }} /> : null}
      </div>
    </div>
  );
}

/** Names of some people, in one line. */
export function namesOf(people: readonly string[], named: Named): string {
  return listed(people.map((id) => named.get(id)?.name ?? id));
}

function titleOf(span: Item['spans'][number], named: Named): string {
  return [namesOf(span.people, named), texts.value.oncall.reasons[span.reason], boundsOf(span)].join(' · ');
}

function boundsOf({ from, to }: { from: string; to: string }): string {
  return [from, to].map((at) => minuteText(Date.parse(at), language.value)).join(' – ');
}
