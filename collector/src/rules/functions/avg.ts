import { defineFunction } from '../function.ts';

export default defineFunction({
  name: 'avg',
  summary: 'Mean of the samples in the window.',
  parameters: 'window',
  result: 'same',
  lengthOptional: false,
  apply: ({ values }) => values.reduce((sum, value) => sum + value, 0) / values.length,
});
