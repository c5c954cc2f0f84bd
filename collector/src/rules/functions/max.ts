import { defineFunction } from '../function.ts';

export default defineFunction({
  name: 'max',
  summary: 'Largest sample in the window.',
  parameters: 'window',
  result: 'same',
  lengthOptional: false,
  apply: ({ values }) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
});
