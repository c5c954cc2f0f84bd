import { expect, it } from 'vitest';
import { pinnedToken, tokenParts } from './pinned-token.ts';

/** How agents from before package keys read a token. */
const asBefore = (token: string) => {
  const [secret = '', pin] = token.split('.');
  return { secret, pin };
};

it.each([
  { pin: undefined, packageKey: undefined },
  { pin: 'CA', packageKey: undefined },
  { pin: undefined, packageKey: 'KEY' },
  { pin: 'CA', packageKey: 'KEY' },
])('a token says what it was made of, also to an agent from before: %o', (trust) => {
  const token = pinnedToken('s3-cr_et', trust);
  expect(tokenParts(token)).toEqual({ secret: 's3-cr_et', ...trust });
  const shown = asBefore(token);
  expect(shown.pin).toBe(trust.pin);
  expect(tokenParts(shown.secret).secret).toBe('s3-cr_et');
});
