import type { Language } from '@watchcase/api';

/** The head of a day's column. */
interface ColumnDay {
  day: string;
  /** Of its month: `24`. */
  number: string;
  /** `Tue 24 Nov`. */
  name: string;
  isWeekend: boolean;
}

const SATURDAY = 6;

/** Written here, as Intl would: that alone takes a browser a twentieth of a second, before the first page that shows days. */
const nameOf: Readonly<Record<Language, (weekday: number, month: number, day: number) => string>> = {
  en: (weekday, month, day) => `${weekdays[weekday]} ${day} ${months[month]}`,
  'zh-CN': (weekday, month, day) => `${month + 1}月${day}日周${'日一二三四五六'[weekday]}`,
};
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** A day of the calendar, `2026-11-24`, as the head of a column has it (pure). */
export function columnDay(day: string, language: Language): ColumnDay {
  const date = new Date(day);
  const [weekday, number] = [date.getUTCDay(), date.getUTCDate()];
  return {
    day,
    number: String(number),
    name: nameOf[language](weekday, date.getUTCMonth(), number),
    isWeekend: weekday === 0 || weekday === SATURDAY,
  };
}
