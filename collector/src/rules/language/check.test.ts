import { describe, expect, it } from 'vitest';
import { functions } from '../functions/registry.generated.ts';
import { check, checkCondition, type CheckContext } from './check.ts';
import type { Dimension } from './dimensions.ts';
import { parseExpression } from './parse.ts';
import { ExpressionError } from './syntax.ts';

/** Series are named by what they measure. */
const dimensions: Record<string, Dimension> = {
  pct: 'percent',
  mem: 'bytes',
  age: 'time',
  n: 'plain',
  temp: 'celsius',
  speed: 'bytes/s',
  some: 'any',
};
const context: CheckContext = {
  dimensionOf: (series) => dimensions[series.field] ?? 'any',
  level: 'percent',
  functions,
};

const sound: [string, Dimension][] = [
  ['x.pct', 'percent'],
  ['x.pct > 90%', 'truth'],
  ['x.pct >= level - 2%', 'truth'],
  ['x.mem > 1.5 GiB', 'truth'],
  ['x.mem * 2', 'bytes'],
  ['2 * x.mem', 'bytes'],
  ['x.mem / x.mem', 'plain'],
  ['x.mem / 5m', 'bytes/s'],
  ['x.speed * 10s', 'bytes'],
  ['10s * x.speed', 'bytes'],
  ['x.mem / 2', 'bytes'],
  ['x.age / 1h', 'plain'],
  ['rate(x.mem, 5m)', 'bytes/s'],
  ['rate(x.n)', 'plain/s'],
  ['rate(x.age, 5m) > 0.5', 'truth'],
  ['rate(x.pct, 1h) > 5%/s', 'truth'],
  ['avg(x.temp, 5m) > 60 C', 'truth'],
  ['x.some > 5', 'truth'],
  ['x.some > 5%', 'truth'],
  ['x.some + 5%', 'percent'],
  ['x.some * x.mem', 'any'],
  ['x.mem / x.some', 'any'],
  ['rate(x.some, 5m)', 'any'],
  ['-x.age', 'time'],
  ['abs(x.age) > 30s', 'truth'],
  ['not (x.n > 1) or x.n < 0 and x.pct > 1%', 'truth'],
];

/** Text, where the error points, what it says, and the hint. */
const faulty: [string, number, RegExp, RegExp?][] = [
  ['x.pct > 90', 8, /">" cannot join a percentage and a plain number/, /write 90%/],
  ['x.age > 30', 8, /a time and a plain number/, /write 30s/],
  ['x.mem > 5', 8, /bytes and a plain number/, /write 5 GiB/],
  ['x.mem > 5%', 8, /bytes and a percentage/],
  ['x.mem + x.age', 8, /"\+" cannot join a size in bytes and a time/],
  ['x.mem * x.mem', 8, /"\*" cannot join/],
  ['x.pct / x.mem', 8, /"\/" cannot join/],
  ['x.temp / 1s > 1', 9, /"\/" cannot join a temperature and a time/],
  ['x.n and x.n > 1', 0, /"and" joins conditions, this is a plain number/],
  ['x.n > 1 or x.pct', 11, /"or" joins conditions, this is a percentage/],
  ['(x.n > 1) + 1', 10, /"\+" cannot be applied to a condition/],
  ['(x.n > 1) == (x.n > 2)', 10, /"==" cannot be applied to a condition/],
  ['not x.n', 0, /"not" cannot be applied to a plain number/],
  ['-(x.n > 1)', 0, /"-" cannot be applied to a condition/],
  ['median(x.n, 5m) > 1', 0, /"median" is not a function/, /known are abs, avg, known, max, min, rate/],
  ['toString(x.n) > 1', 0, /"toString" is not a function/],
  ['avg(x.n) > 1', 0, /avg needs a length/],
  ['avg(5m) > 1', 4, /avg takes a series first/],
  ['avg() > 1', 0, /avg takes a series first/],
  ['avg(x.n, 5) > 1', 9, /the length of a window is a time such as 5m/],
  ['avg(x.n, 0s) > 1', 9, /the length of a window is a time/],
  ['avg(x.n, x.age) > 1', 9, /the length of a window is a time/],
  ['avg(x.n, 5m, 1) > 1', 13, /takes a series and a length only/],
  ['rate(x.temp, 5m) > 1', 5, /a temperature per second means nothing/],
  ['abs(x.n, 1) > 1', 0, /abs takes 1 arguments, 2 were given/],
  ['abs(x.n > 1) > 1', 8, /abs takes numbers of one unit/],
];

describe('check', () => {
  it.each(sound)('%s', (text, expected) => {
    expect(check(parseExpression(text), context)).toBe(expected);
  });

  it.each(faulty)('points at the fault in %s', (text, at, message, hint) => {
    try {
      check(parseExpression(text), context);
    } catch (error) {
      expect((error as Error).message).toMatch(message);
      expect([error instanceof ExpressionError, (error as ExpressionError).at]).toEqual([true, at]);
      if (hint !== undefined) expect((error as ExpressionError).hint).toMatch(hint);
      return;
    }
    throw new Error('no error');
  });

  it('knows `level` only in a rule with levels', () => {
    const without = { ...context, level: undefined };
    expect(() => check(parseExpression('x.pct > level'), without)).toThrow(/needs a "levels" list/);
  });

  it('takes nothing but a condition where one is expected', () => {
    expect(() => checkCondition(parseExpression('x.mem'), context)).toThrow(
      /a condition was expected, this is a size in bytes/,
    );
  });
});
