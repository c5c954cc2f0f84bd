import { defineFunction } from '../function.ts';

export default defineFunction({
  name: 'max',
  summary: 'Largest sample in the window.',
  parameters: 'window',
  result: 'same',
  lengthOptional: false,
  apply({ values, from }) {
    let most = Number.NEGATIVE_INFINITY;
    for (let i = from; i < values.length; i++) most = Math.max(most, values[i] as number);
    return most;
  },
});
