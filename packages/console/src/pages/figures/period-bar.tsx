import { type Period, periodBeside, periodOf, periodUnits } from '@watchcase/api';
import { Choices } from '../../parts/choices.tsx';
import { Icon } from '../../parts/icon.tsx';
import { language } from '../../state/language.ts';
import { setQuery } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';
import { periodText } from '../../words/period-text.ts';

/** Which period: how long, and the ones before and after it; in whose days, where they are those of one zone. */
export function PeriodBar({ period, zone }: { period: Period; zone?: string }) {
  const { figures } = texts.value;
  const goTo = ({ name }: Period) => setQuery('period', name);
  return (
    <div class="period-bar">
      <button
        type="button"
        class="plain"
        aria-label={figures.previous}
        onClick={() => goTo(periodBeside(period, -1))}
      >
        <Icon name="back" size={18} />
      </button>
      <strong aria-live="polite">{periodText(period, language.value)}</strong>
      <button
        type="button"
        class="plain"
        aria-label={figures.next}
        onClick={() => goTo(periodBeside(period, 1))}
      >
        <Icon name="chevron" size={18} />
      </button>
      <Choices
        label={figures.length}
        value={period.unit}
        options={periodUnits.map((value) => ({ value, text: figures.units[value] }))}
        choose={(unit) => goTo(periodOf(unit, period.from))}
      />
      {zone === undefined ? null : <span class="soft">{figures.zone(zone)}</span>}
    </div>
  );
}
