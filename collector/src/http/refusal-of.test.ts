import { UserError } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import { refusalOf } from './refusal-of.ts';

it('tells a newcomer the code once, what is wrong and what to do', () => {
  const fault = { code: 'ENROLMENT_TOKEN_USED', place: 'token', message: 'it was used already' };
  expect(refusalOf(new UserError({ ...fault, fix: 'make a new one' }))).toEqual({
    ok: false,
    code: 'ENROLMENT_TOKEN_USED',
    message: 'it was used already - make a new one',
  });
  expect(refusalOf(new UserError(fault))).toMatchObject({ message: 'it was used already' });
});
