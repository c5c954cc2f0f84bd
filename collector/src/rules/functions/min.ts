import { defineFunction } from '../function.ts';

export default defineFunction({
  name: 'min',
  summary: 'Smallest sample in the window.',
  parameters: 'window',
  result: 'same',
  lengthOptional: false,
  apply({ values, from }) {
    let least = Number.POSITIVE_INFINITY;
    for (let i = from; i < values.length; i++) least = Math.min(least, values[i] as number);
    return least;
  },
});
