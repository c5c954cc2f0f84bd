import { defineFunction } from '../function.ts';

export default defineFunction({
  name: 'abs',
  summary: 'The number without its sign.',
  parameters: { count: 1 },
  result: 'same',
  apply: (value: number) => Math.abs(value),
});
