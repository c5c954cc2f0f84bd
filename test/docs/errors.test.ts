import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const codes = [...text.matchAll(/^\| `(?<code>[A-Z_0-9]+)`/gm)].map(({ groups }) => groups?.['code'] ?? '');

it('docs/errors.md explains each code once, in the order of the alphabet, in one table', () => {
  expect(codes.length).toBeGreaterThan(100);
  expect(codes).toEqual([...new Set(codes)].toSorted());
  expect(text.match(/^\| code /gm)).toHaveLength(1);
});
