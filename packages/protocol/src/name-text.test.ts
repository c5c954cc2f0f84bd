import { expect, it } from 'vitest';
import { nameText } from './name-text.ts';

it.each([
  ['db1', 'db1'],
  ['  db1\t', 'db1'],
  ['db\n1', 'db 1'],
  ['db\u001b[31m1', 'db[31m1'],
  ['\u202edb1', 'db1'],
  ['d\u200bb1', 'db1'],
  ['db1\ud800', 'db1'],
  ['财务服务器', '财务服务器'],
  ['می\u200cخواهم', 'می\u200cخواهم'],
  ['👩\u200d💻', '👩\u200d💻'],
  ['\u200d', ''],
  [' ', ''],
  ['\u00a0\u3000', ''],
  ['\ufeff\u2060\u200b', ''],
  ['\0', ''],
])('%j is shown as %j', (name, shown) => {
  expect(nameText(name)).toBe(shown);
});
