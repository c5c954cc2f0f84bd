import { type Period, periodBeside, periodOf, periodUnits } from '@watchcase/api';
import { Choices } from '../../parts/choices.tsx';
import { StepButton } from '../../parts/step-button.tsx';
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
      <StepButton to="before" label={figures.previous} step={() => goTo(periodBeside(period, -1))} />
      <strong aria-live="polite">{periodText(period, language.value)}</strong>
      <StepButton to="after" label={figures.next} step={() => goTo(periodBeside(period, 1))} />
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
