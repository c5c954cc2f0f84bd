import { defineFunction } from '../function.ts';

export default defineFunction({
  name: 'known',
  summary: 'The first number where it is known, else the second.',
  parameters: { count: 2 },
  result: 'same',
  apply: (value: number, other: number) => (Number.isNaN(value) ? other : value),
});
