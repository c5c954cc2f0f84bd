import { defineFunction } from '../function.ts';

export default defineFunction({
  name: 'avg',
  summary: 'Mean of the samples in the window.',
  parameters: 'window',
  result: 'same',
  lengthOptional: false,
  apply({ values, from }) {
    let sum = 0;
    for (let i = from; i < values.length; i++) sum += values[i] as number;
    return sum / (values.length - from);
  },
});
