import { expect, it } from 'vitest';
import { newSecret } from './secrets.ts';

it('makes secrets that any command line and any URL takes as they are', () => {
  const secrets = Array.from({ length: 2000 }, newSecret);
  expect(secrets.filter((secret) => !/^[A-Za-z0-9_][A-Za-z0-9_-]{42}$/.test(secret))).toEqual([]);
  expect(new Set(secrets).size).toBe(2000);
});
