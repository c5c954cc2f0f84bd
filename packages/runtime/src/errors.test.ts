import { expect, it } from 'vitest';
import { describeFault, isUserError, UserError } from './errors.ts';

const fault = { code: 'PORT_TAKEN', place: '127.0.0.1:80', message: 'another program listens' };

it.each([
  { of: fault, line: 'PORT_TAKEN 127.0.0.1:80: another program listens' },
  { of: { ...fault, fix: 'stop it' }, line: 'PORT_TAKEN 127.0.0.1:80: another program listens - stop it' },
  { of: { ...fault, place: '' }, line: 'PORT_TAKEN another program listens' },
])('reads as "$line"', ({ of, line }) => {
  expect(describeFault(of)).toBe(line);
});

it("carries every fault, one a line, and the first one's code", () => {
  const error = new UserError([fault, { ...fault, code: 'OTHER', fix: 'do' }]);
  expect(error.code).toBe('PORT_TAKEN');
  expect(error.message.split('\n')).toHaveLength(2);
  expect(isUserError(error)).toBe(true);
  expect(isUserError(new Error('plain'))).toBe(false);
  expect(new UserError([]).code).toBe('UNKNOWN');
});
