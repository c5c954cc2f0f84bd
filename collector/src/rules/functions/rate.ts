import { defineFunction } from '../function.ts';

export default defineFunction({
  name: 'rate',
  summary: 'Growth of a counter per second; a step on which the counter fell (a restart) is left out.',
  parameters: 'window',
  result: 'perSecond',
  lengthOptional: true,
  apply({ times, values, from }) {
    let growth = 0;
    let milliseconds = 0;
    for (let i = from + 1; i < values.length; i++) {
      const step = (values[i] ?? Number.NaN) - (values[i - 1] ?? Number.NaN);
      if (!(step >= 0)) continue;
      growth += step;
      milliseconds += (times[i] ?? 0) - (times[i - 1] ?? 0);
    }
    return milliseconds > 0 ? (growth * 1000) / milliseconds : Number.NaN;
  },
});
