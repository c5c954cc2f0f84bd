import { describe, expect, it } from 'vitest';
import { closeBodySchema, noteBodySchema, resolveBodySchema, whoBodySchema } from './case-acts.ts';

describe('what people write', () => {
  it.each([
    ['a note', noteBodySchema, { text: 'look\0ing' }],
    ['who writes a note', noteBodySchema, { text: 'a', by: 'A\0da' }],
    ['who acknowledges', whoBodySchema, { by: 'Ada\0' }],
    ['a cause', resolveBodySchema, { cause: '\0' }],
    ['a solution', resolveBodySchema, { solution: 'a\0b' }],
    ['the text of a close', closeBodySchema, { text: '\0a' }],
  ])('is refused with a zero byte in %s', (_name, schema, body) => {
    expect(schema.safeParse(body).success).toBe(false);
  });

  it.each([
    ['a note', noteBodySchema, { text: ' \n\t ' }],
    ['a name', whoBodySchema, { by: '  ' }],
  ])('is refused when %s is of white space only', (_name, schema, body) => {
    expect(schema.safeParse(body).success).toBe(false);
  });

  it('is kept as it is, but for white space around what must be said', () => {
    const note = noteBodySchema.parse({ text: ' one\n\n two ', by: ' Ada ' });
    expect(note).toEqual({ text: 'one\n\n two', by: 'Ada', visibility: 'internal' });
    expect(resolveBodySchema.parse({ cause: ' a ' }).cause).toBe(' a ');
  });
});
