import { defineFunction } from '../function.ts';

export default defineFunction({
  name: 'min',
  summary: 'Smallest sample in the window.',
  parameters: 'window',
  result: 'same',
  lengthOptional: false,
  apply: ({ values }) => values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
});
