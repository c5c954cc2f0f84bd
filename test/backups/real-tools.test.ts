import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkTools, expected } from './real/check-tools.ts';
import { outcomes } from './real/outcomes.ts';
import { databaseTools, fileTools } from './real/subjects.ts';

checkTools(fileTools);

it('every tool of which something is expected is brought to it', () => {
  const tools = [...fileTools, ...databaseTools].flatMap((subject) => subject.tools);
  expect(tools.toSorted()).toEqual(Object.keys(expected).toSorted());
});

it('the table in the docs says what was seen', () => {
  const page = readFileSync(new URL('../../docs/backup-tools.md', import.meta.url), 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[ :-]+\|/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const tools = Object.keys(expected);
  const wordsOf = (tool: string, outcome: string) => {
    const alarms = expected[tool]?.[outcome];
    if (alarms === undefined) return 'not told';
    return alarms.length === 0 ? 'nothing' : alarms.map((alarm) => alarm.replace(' ', ': ')).join(', ');
  };
  const wanted = outcomes.map((outcome) => [outcome, ...tools.map((tool) => wordsOf(tool, outcome))]);
  expect(rows.slice(0, wanted.length + 1)).toEqual([['what becomes of it', ...tools], ...wanted]);
});
