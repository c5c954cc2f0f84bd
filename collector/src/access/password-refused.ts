import { UserError } from '@watchcase/runtime';
import { commonPasswords } from './common-passwords.ts';
import { decidePassword, PASSWORD_SIGNS } from './decide-password.ts';

const said = {
  short: `it has fewer than ${PASSWORD_SIGNS.least} signs`,
  long: `it has more than ${PASSWORD_SIGNS.most} signs`,
  known: 'it is made of what stands in lists of stolen passwords',
  'about-you': 'it is made of your name or address',
};

/** Rejects with PASSWORD_REFUSED for a password that is not good enough for the person of these names. */
export async function refuseWeak(password: string, own: readonly string[]): Promise<void> {
  const reason = decidePassword(password, { own, common: await commonPasswords() });
  if (reason === undefined) return;
  throw new UserError({
    code: 'PASSWORD_REFUSED',
    place: 'password',
    message: said[reason],
    fix: 'choose four words that have nothing to do with each other, or let a password manager make one',
  });
}
