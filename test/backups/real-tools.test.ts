import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { seeBorg } from './real/borg.ts';
import { checkTools, expected } from './real/check-tools.ts';
import { seeDuplicity } from './real/duplicity.ts';
import { outcomes } from './real/outcomes.ts';
import { seeRclone } from './real/rclone.ts';
import { seeRestic } from './real/restic.ts';
import { seeRsnapshot } from './real/rsnapshot.ts';

checkTools([
  { title: 'restic', needs: 'restic', see: async (shop) => [await seeRestic(shop)] },
  { title: 'borg', needs: 'borg', see: async (shop) => [await seeBorg(shop)] },
  { title: 'duplicity', needs: 'duplicity', see: async (shop) => [await seeDuplicity(shop)] },
  { title: 'rsnapshot', needs: 'rsnapshot', see: async (shop) => [await seeRsnapshot(shop)] },
  { title: 'rclone', needs: 'rclone', see: async (shop) => [await seeRclone(shop)] },
]);

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
