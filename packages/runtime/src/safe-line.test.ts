import { expect, it } from 'vitest';
import { createLog } from './log.ts';
import { createPlainLog } from './plain-log.ts';
import { safeLine } from './safe-line.ts';

it.each([
  ['a line break', 'db1\r\nSubject: forged', 'db1 Subject: forged'],
  ['separators of Unicode', 'a\u2028b\u2029c\u0085d', 'a b c d'],
  ['ESC', 'a\u001B[2Jb', 'a [2Jb'],
  ['an OSC', 'a\u001B]0;owned\u0007b', 'a ]0;owned b'],
  ['C1 controls', 'a\u009B31mb', 'a 31mb'],
  ['bidi marks', 'a\u202Eb\u2066c\u200Fd\u061Ce', 'abcde'],
  ['zero-width signs', 'ad\u200Bm\u200Di\uFEFFn\u00AD', 'admin'],
  ['tag signs', 'a\u{E0041}b', 'ab'],
  ['half a surrogate pair', 'a\uD800b', 'a\uFFFDb'],
  ['a zero byte', 'a\0b', 'a b'],
  ['plain text', '财务 <db> & “Ünïcode” 🚀 97 %', '财务 <db> & “Ünïcode” 🚀 97 %'],
])('%s', (_name, text, shown) => {
  expect(safeLine(text)).toBe(shown);
  expect(safeLine(shown)).toBe(shown);
});

it('holds for the lines of both logs', () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const host = 'db1\n{"forged":1}\u009B31m\u202Egood\u2028x';
  createLog('a', 'info', { write }).info({ host, err: new Error(host) }, host);
  createPlainLog('a', 'info', { write, now: () => 0 }).info({ host, err: new Error(host) }, host);
  for (const line of lines) {
    expect(line.slice(0, -1)).toBe(safeLine(line.slice(0, -1)));
    expect(JSON.parse(line)).toMatchObject({ name: 'a', level: 30 });
  }
  expect(lines).toHaveLength(2);
});
