import { isSlug } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import { idOfName, nextId } from './id-of-name.ts';

it.each([
  ['Acme Ltd', 'acme-ltd', true],
  ['acme-ltd', 'acme-ltd', true],
  ['Müller & Söhne', 'muller-sohne', false],
  ['DB 1.example.com', 'db-1-example-com', true],
  ['ＡＣＭＥ', 'acme', false],
])('%s becomes %s', (name, id, whole) => {
  expect(idOfName(name, 'customer')).toEqual({ id, whole });
});

it.each([
  '宏达纺织',
  '鸿达纺织',
  'Завод',
  'مصنع',
  '宏达 textile',
  '---',
  '🏭',
  'Straße 1',
  'x'.repeat(200),
  '宏'.repeat(80),
])('%s becomes an id that a topic can carry, always the same', (name) => {
  const { id } = idOfName(name, 'customer');
  expect(isSlug(id)).toBe(true);
  expect(idOfName(name, 'customer').id).toBe(id);
  expect(isSlug(nextId(id, 12))).toBe(true);
});

it('tells names apart that have no letter of ids, or the same ones', () => {
  const names = ['宏达纺织', '鸿达纺织', '宏达 textile', '鸿达 textile', '一号主机', '二号主机'];
  expect(new Set(names.map((name) => idOfName(name, 'customer').id)).size).toBe(names.length);
});
