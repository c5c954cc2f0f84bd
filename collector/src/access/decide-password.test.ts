import { expect, it } from 'vitest';
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
  ['ada.lovelace1', 'about-you'],
  ['Lovelace-1815', 'about-you'],
  ['correct horse battery staple', undefined],
  ['kernel-pudding-7', undefined],
  ['fJ3!nXw0pQ', undefined],
  ['床前明月光疑是地上霜', undefined],
])('%s: %s', (password, reason) => {
  expect(decidePassword(password, ['Ada Lovelace', 'ada.lovelace@example.com'])).toBe(reason);
});
