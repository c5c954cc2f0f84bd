import type { Figures, FigureValue, Language } from '@watchcase/api';
import { spanText, type SpanUnits } from './span.ts';

type Shape = Figures['figures'][number]['shape'];
const NONE = '–';

/** How a figure reads in a language. */
export interface FigureWords {
  language: Language;
  units: SpanUnits;
}

/** What a figure comes to, in the reader's words (pure): `93 %`, `2 h 5 min`, `12.5 h`, `¥ 1,200.00`; `–` for nothing. */
export function figureText(value: FigureValue, shape: Shape, words: FigureWords): string {
  if (shape === 'money') return moneyText(value, words.language);
  if (value.value === null) return NONE;
  if (shape === 'time') return secondsIn(value.value, words);
  if (shape === 'share') return `${(Math.floor(value.value * 1000) / 10).toLocaleString(words.language)} %`;
  const number = value.value.toLocaleString(words.language, { maximumFractionDigits: 1 });
  return shape === 'hours' ? `${number}${words.units.hour}` : number;
}

/** Seconds as a span. */
export function secondsIn(seconds: number | null, { units }: FigureWords): string {
  return seconds === null ? NONE : spanText(seconds * 1000, units);
}

function moneyText({ money }: FigureValue, language: Language): string {
  if (money.length === 0) return NONE;
  return money
    .map(({ currency, amount }) =>
      amount.toLocaleString(
        language,
        currency === null ? { minimumFractionDigits: 2 } : { style: 'currency', currency },
      ),
    )
    .join(' + ');
}

/** Whether a share has reached its goal (pure); undefined where there is none, or nothing to judge. */
export function isReached({ value }: FigureValue, goal: number | null): boolean | undefined {
  return goal === null || value === null ? undefined : value >= goal;
}
