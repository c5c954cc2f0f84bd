import type { ShippedDays } from './days.ts';

/** The nine days that are free in all of Germany; they follow from the law, so that nothing ends. Days of one state are the calendar's own. */
export const germany: ShippedDays = {
  off: [],
  makeUp: [],
  fixed: [
    { on: '01-01', name: 'Neujahr' },
    { on: 'easter-2', name: 'Karfreitag' },
    { on: 'easter+1', name: 'Ostermontag' },
    { on: '05-01', name: 'Tag der Arbeit' },
    { on: 'easter+39', name: 'Christi Himmelfahrt' },
    { on: 'easter+50', name: 'Pfingstmontag' },
    { on: '10-03', name: 'Tag der Deutschen Einheit' },
    { on: '12-25', name: '1. Weihnachtstag' },
    { on: '12-26', name: '2. Weihnachtstag' },
  ],
};
