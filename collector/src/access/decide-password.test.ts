import { expect, it } from 'vitest';
import { commonPasswords } from './common-passwords.ts';
import { decidePassword } from './decide-password.ts';

it.each<[string, ReturnType<typeof decidePassword>]>([
  ['short', 'short'],
  ['x9!kQz27b', 'short'],
  ['密码密码密码密码密', 'short'],
  ['x'.repeat(201), 'long'],
  ['password12', 'known'],
  ['Password2026!', 'known'],
  ['P@ssw0rd1234', 'known'],
  ['1234567890', 'known'],
  ['0987654321', 'known'],
  ['qwertyuiop', 'known'],
  ['aaaaaaaaaaaa', 'known'],
  ['abcdefghijkl', 'known'],
  ['iloveyou1314', 'known'],
  ['woaini520520', 'known'],
  ['trustno1trustno1', 'known'],
  ['welcome-admin', 'known'],
  ['Summer2026!!', 'known'],
  ['1q2w3e4r5t', 'known'],
  ['Q1w2E3r4T5', 'known'],
  ['zaq12wsxcde3', 'known'],
  ['a123456789', 'known'],
  ['samantha1990', 'known'],
  ['Samantha@Jasmine', 'known'],
  ['dragonwizard99', 'known'],
  ['caroline.2024', 'known'],
  ['trinity&morpheus', 'known'],
  ['ada.lovelace1', 'about-you'],
  ['Lovelace-1815', 'about-you'],
  ['correct horse battery staple', undefined],
  ['kernel-pudding-7', undefined],
  ['another-good-one', undefined],
  ['wizard harmonica gravel', undefined],
  ['fJ3!nXw0pQ', undefined],
  ['床前明月光疑是地上霜', undefined],
])('%s: %s', async (password, reason) => {
  const own = ['Ada Lovelace', 'ada.lovelace@example.com'];
  expect(decidePassword(password, { own, common: await commonPasswords() })).toBe(reason);
});

it('the list is of tens of thousands, and none of them that is long enough is taken', async () => {
  const common = await commonPasswords();
  expect(common.size).toBeGreaterThan(40_000);
  const taken = [...common].filter(
    (one) => one.length >= 10 && decidePassword(one, { own: [], common }) !== 'known',
  );
  expect(taken).toEqual([]);
});
