import { h } from 'preact';
import { expect, it } from 'vitest';
import { showSafeTextOnly } from './safe-text.ts';

const NASTY = 'db1\u202Egood\u200B\u009B31m\u001B]0;x\u0007';
const SAFE = 'db1good 31m ]0;x ';

it('no text that is shown has signs that steer it, and lines stay lines', () => {
  showSafeTextOnly();
  const shown = ({ props }: { props: unknown }) => props as Record<string, unknown>;
  expect(shown(h('p', null, NASTY))['children']).toBe(SAFE);
  expect(shown(h('p', null, 'a', [NASTY, 1]))['children']).toEqual(['a', [SAFE, 1]]);
  expect(shown(h('abbr', { title: NASTY, 'aria-label': NASTY }))).toMatchObject({
    title: SAFE,
    'aria-label': SAFE,
  });
  expect(shown(h('pre', null, `one\n${NASTY}\n`))['children']).toBe(`one\n${SAFE}\n`);
});

it('what is sent back stays as it is', () => {
  const { props } = h('option', { value: NASTY }, 'x');
  expect(props).toMatchObject({ value: NASTY });
});
