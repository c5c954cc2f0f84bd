import { expect, it } from 'vitest';
import type { HttpAnswer } from '../../host/index.ts';
import { resultCode } from './result-code.ts';

const answered = (status: number, body = 'status: up'): HttpAnswer => ({
  outcome: 'answered',
  status,
  body,
  bodyBytes: body.length,
  seconds: 0.1,
});
const ended = (outcome: 'timeout' | 'failed' | 'unresolved' | 'broken'): HttpAnswer => ({
  outcome,
  reason: '',
  seconds: 1,
});

it.each([
  { name: '200', answer: answered(200), expected: {}, code: 0 },
  { name: 'a redirect', answer: answered(302), expected: {}, code: 0 },
  { name: '404', answer: answered(404), expected: {}, code: 6 },
  { name: '500', answer: answered(500), expected: {}, code: 6 },
  { name: '401 that is expected', answer: answered(401), expected: { status: 401 }, code: 0 },
  { name: '200 where 401 is expected', answer: answered(200), expected: { status: 401 }, code: 6 },
  { name: 'the body that is expected', answer: answered(200), expected: { body: /up/ }, code: 0 },
  { name: 'another body', answer: answered(200, 'down'), expected: { body: /up/ }, code: 1 },
  { name: 'another body and status', answer: answered(503, 'down'), expected: { body: /up/ }, code: 6 },
  { name: 'a body that broke off', answer: ended('broken'), expected: {}, code: 2 },
  {
    name: 'a body that cannot be searched in time',
    answer: answered(200, 'u'.repeat(500_000)),
    expected: { body: /u.*d/ },
    code: 2,
  },
  { name: 'no connection', answer: ended('failed'), expected: {}, code: 3 },
  { name: 'no answer in time', answer: ended('timeout'), expected: {}, code: 4 },
  { name: 'an unknown name', answer: ended('unresolved'), expected: {}, code: 5 },
])('$name is $code', ({ answer, expected, code }) => {
  expect(resultCode(answer, expected)).toBe(code);
});
