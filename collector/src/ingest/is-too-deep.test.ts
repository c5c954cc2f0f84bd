import { expect, it } from 'vitest';
import { isTooDeep } from './is-too-deep.ts';

const wide = `[${Array.from({ length: 20_000 }, (_, i) => i).join(',')}]`;
const deep = (levels: number) => `${'['.repeat(levels)}${' '.repeat(20_000)}${']'.repeat(levels)}`;

it.each<[string, string, boolean]>([
  ['many numbers', wide, false],
  ['many lists side by side', `[${'[],'.repeat(20_000)}1]`, false],
  ['a short text of many levels', '['.repeat(10_000), false],
  ['64 levels', deep(64), false],
  ['65 levels', deep(65), true],
  ['levels without end', '['.repeat(200_000), true],
  ['objects without end', '{"a":'.repeat(40_000), true],
  ['brackets in a text', JSON.stringify('[{"'.repeat(20_000)), false],
  [
    'a text that ends with a backslash, and levels behind it',
    `["${'x'.repeat(20_000)}\\\\",${'['.repeat(70)}`,
    true,
  ],
])('%s', (_name, json, expected) => {
  expect(isTooDeep(Buffer.from(json))).toBe(expected);
});
