import { expect, it } from 'vitest';
import { options } from './options.ts';

it.each([
  {
    fault: 'an expression that is none',
    watch: [{ name: 'a', pattern: '(' }],
    path: ['watch', 0, 'pattern'],
  },
  { fault: 'a name twice', watch: [{ name: 'a' }, { name: 'a', exe: 'b' }], path: ['watch'] },
  { fault: 'no name', watch: [{ exe: 'b' }], path: ['watch', 0, 'name'] },
  { fault: 'a key nobody knows', watch: [{ name: 'a', exec: 'b' }], path: ['watch', 0] },
])('refuses $fault and says where', ({ watch, path }) => {
  expect(options.safeParse({ watch }).error?.issues.map((issue) => issue.path)).toEqual([path]);
});

it('watches nothing by default', () => {
  expect(options.parse({})).toEqual({ watch: [] });
});
