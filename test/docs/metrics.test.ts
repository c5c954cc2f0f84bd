import { expect, it } from 'vitest';
import { telegrafRows } from '../dashboards/telegraf-panels.ts';
import { isTestCode, repositoryFiles, typescriptOf } from '../house/tree.ts';
import { documentText } from './fenced-blocks.ts';

it('docs/metrics.md has a row for every measurement of the agent', () => {
  const files = typescriptOf(repositoryFiles()).filter(
    ({ path }) => path.startsWith('agent/src/') && !isTestCode(path),
  );
  const named = files.flatMap(({ text }) => [...text.matchAll(/measurement: '(\w+)'/g)]);
  const measured = new Set(named.map(([, name]) => name));
  const rows = [...documentText('docs/metrics.md').matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  expect(measured.size).toBeGreaterThan(10);
  expect(new Set(rows)).toEqual(measured.add('watchcase_host'));
});

it('docs/metrics.md says which panels of dashboards for Telegraf answer', () => {
  const lines = documentText('docs/metrics.md')
    .split('\n')
    .map((line) => line.replaceAll(/ +/g, ' '));
  for (const row of telegrafRows()) expect(lines).toContain(row);
});
