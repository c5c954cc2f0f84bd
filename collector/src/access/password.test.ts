import { expect, it } from 'vitest';
import { hashPassword, isPassword } from './password.ts';

const cases = [
  ['as it was typed', 'kernel-pudding-7', true],
  ['another', 'kernel-pudding-8', false],
  ['nothing', '', false],
] as const;

it.each(cases)('keeps a password so that %s is told apart', async (_what, typed, right) => {
  const kept = await hashPassword('kernel-pudding-7');
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(kept).not.toContain('pudding');
  expect(await isPassword(typed, kept)).toBe(right);
});

it('is the argon2id of RFC 9106, with a salt of its own each time', async () => {
  const [first, second] = await Promise.all([
    hashPassword('kernel-pudding-7'),
    hashPassword('kernel-pudding-7'),
  ]);
  expect(first).not.toBe(second);
  // The reference program's answer to `password`, `somesalt`.
  const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  expect(await isPassword('password', reference)).toBe(true);
});

it('takes letters as they look, whatever keyboard they come from', async () => {
  expect(await isPassword('Stra\u0301ße ist lang', await hashPassword('Str\u00e1ße ist lang'))).toBe(true);
});

it('refuses whom it does not know, and what it cannot read', async () => {
  expect(await isPassword('', null)).toBe(false);
  expect(await isPassword('x', 'scrypt$x')).toBe(false);
});
