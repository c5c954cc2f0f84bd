import { isMap, isScalar, parseDocument } from 'yaml';
import { expect, it } from 'vitest';
import { sourceOffset } from './source-offset.ts';

/** Each way to write a text; in every one the signs @ and # stand once in the value. */
const written: Record<string, string> = {
  plain: 'w: a @ b#c',
  'plain, several lines': 'w: a\n   @\n   b#',
  'plain, with blank lines between': 'w: a\n\n\n   @ b\n\n   x#y',
  'plain, Windows line ends': 'w: a\r\n\r\n   @ b\r\n   x#y\r\n',
  'single quotes': "w: 'it''s @ and ''#'''",
  'single quotes over lines': "w: 'it''s\n\n  @\n  and #'",
  'double quotes': String.raw`w: "\"\u00e9\x41 @ \\#"`,
  'double quotes over lines': 'w: "a \\\n   b @\n\n\n   c#"',
  'double quotes, Windows line ends': 'w: "a\r\n   b @\r\n\r\n   c#"',
  literal: 'w: |\n  a @\n  b #\n',
  'literal, blank lines first': 'w: |\n\n\n  a @\n\n  b #\n',
  'literal, deeper lines': 'w: |-\n  a @\n    b #\n',
  'literal, indentation indicator': 'w: |2\n    a @\n  b #\n',
  'literal, indicator and blank lines first': 'w: |2-\n\n     a @\n\n  b #\n',
  'literal, blank line of spaces': 'w: |\n  a @\n        \n  b #\n',
  'literal, Windows line ends': 'w: |\r\n  a @\r\n\r\n  b #\r\n',
  'literal, comment in its header': 'w: | # note\n  b @\n  c #\n',
  folded: 'w: >\n  a @\n  b #\n',
  'folded, blank lines between': 'w: >\n  a\n\n\n  @\n\n  b\n  #\n',
  'folded, blank lines first': 'w: >-\n\n  a @\n  b #\n',
  'folded, deeper lines': 'w: >\n  a\n    @\n\n    b\n\n  #\n',
  'folded, indentation indicator': 'w: >2\n    a @\n  b\n  c #\n',
  'folded, Windows line ends': 'w: >\r\n  a\r\n\r\n  @ b\r\n  #\r\n',
};

it.each(Object.entries(written))('%s', (_, text) => {
  const { contents } = parseDocument(text);
  const scalar = isMap(contents) ? contents.items[0]?.value : undefined;
  if (!isScalar(scalar)) throw new Error('there is no scalar');
  const value = String(scalar.value);
  for (const sign of ['@', '#'].filter((one) => value.includes(one)))
    expect(text.slice(sourceOffset(scalar, value.indexOf(sign), text))[0]).toBe(sign);
  expect(value).toContain('#');
});
