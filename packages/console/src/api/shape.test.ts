import * as api from '@watchcase/api';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import { createShapes, isSchema } from '../../build/shape-of.ts';
import { faultAt, type Shape, schemaOf } from './shape.ts';

const shapes = createShapes();
const known = Object.entries(api).flatMap(([name, one]) => {
  const shape = isSchema(one) ? shapes(one) : undefined;
  return shape === undefined ? [] : [{ name, shape, schema: one as unknown as z.ZodType }];
});

/** Something of a shape: all of it, or as little as there can be. */
function sample(shape: Shape, full: boolean): unknown {
  if (typeof shape === 'string')
    return { text: 'ab', number: 1.5, whole: 3, flag: true, moment: '2026-03-29T01:00:00.000Z', any: [1] }[
      shape
    ];
  if ('one' in shape) return full ? shape.one.at(-1) : shape.one[0];
  if ('fields' in shape)
    return Object.fromEntries(
      Object.entries(shape.fields)
        .map(([name, part]) => [name, sample(part, full)] as const)
        .filter(([, part]) => part !== undefined),
    );
  if ('each' in shape) return full ? [sample(shape.each, true), sample(shape.each, false)] : [];
  if ('named' in shape) return full ? { a: sample(shape.named, true) } : {};
  if ('or' in shape) return sample((full ? shape.or.at(-1) : shape.or[0]) as Shape, full);
  if ('orNull' in shape) return full ? sample(shape.orNull, true) : null;
  if ('may' in shape) return full ? sample(shape.may, true) : undefined;
  return full ? sample(shape.is, true) : undefined;
}

/** The same with something else at one of its places, or with nothing there. */
function* spoilt(it: unknown): Generator {
  yield null;
  yield { odd: ['x'] };
  yield typeof it === 'string' ? 1.25 : 'odd';
  if (typeof it !== 'object' || it === null) return;
  for (const [name, part] of Object.entries(it)) {
    if (!Array.isArray(it)) yield Object.fromEntries(Object.entries(it).filter(([other]) => other !== name));
    for (const one of spoilt(part))
      yield Array.isArray(it) ? it.with(Number(name), one) : { ...it, [name]: one };
  }
}

/** What only whoever writes is held to: how long something may be, and of which signs. */
const BEYOND = new Set(['too_small', 'too_big', 'invalid_format', 'custom', 'unrecognized_keys']);

function isBeyond(issue: z.core.$ZodIssue): boolean {
  if (issue.code !== 'invalid_union') return BEYOND.has(issue.code);
  return issue.errors.some((one) => one.every(isBeyond));
}

it.each(known)('$name is read by its shape as by its schema', ({ shape, schema }) => {
  for (const full of [true, false]) {
    const whole = sample(shape, full);
    expect([
      schema.safeParse(whole).error?.issues.filter((one) => !isBeyond(one)) ?? [],
      faultAt(shape, structuredClone(whole)),
    ]).toEqual([[], undefined]);
    for (const it of spoilt(whole)) {
      const { success, data, error } = schema.safeParse(it);
      const read = structuredClone(it);
      const fault = faultAt(shape, read);
      if (success) expect([it, fault, read]).toMatchObject([it, undefined, data as object]);
      else if (!error.issues.every(isBeyond)) expect([it, fault === undefined]).toEqual([it, false]);
    }
  }
});

it('says where something is not as expected, and what is read of what is as expected', () => {
  const shape: Shape = { fields: { items: { each: { fields: { state: { one: ['a', 'b'] } } } } } };
  const schema = schemaOf<{ items: { state: 'a' | 'b' }[] }>(shape);
  expect(schema.parse({ items: [{ state: 'a' }] }).items[0]?.state).toBe('a');
  expect(() => schema.parse({ items: [{ state: 'a' }, { state: 'c' }] })).toThrow('answer.items.1.state');
  expect(schema.safeParse('text')).toEqual({ success: false });
});

it('what is left out and has a value for that is given it', () => {
  const answer = { items: [{}] };
  schemaOf({
    fields: { items: { each: { fields: { job: { else: 'null', is: { orNull: 'text' } } } } } },
  }).parse(answer);
  expect(answer).toEqual({ items: [{ job: null }] });
});
