import { expect, it } from 'vitest';
import { watcherRules } from './alert-rules.ts';
import { generatedFiles } from './generate.ts';

/** In every version: of aggregates, selectors and transformations what the pages of InfluxDB 1.8, 2 and 3 list alike, and the words of GROUP BY. */
const EVERYWHERE: ReadonlySet<string> = new Set(
  [
    'count mean sum',
    'bottom first last max min top',
    'difference non_negative_derivative non_negative_difference',
    'time fill now',
  ].flatMap((names) => names.split(' ')),
);

async function queries(): Promise<string[]> {
  const found: string[] = watcherRules.map((rule) => rule.influxql);
  for (const [path, json] of await generatedFiles())
    if (path.startsWith('influxdb/'))
      JSON.parse(json, (key, value: unknown) => {
        if ((key === 'query' || key === 'definition') && typeof value === 'string' && value.includes(' '))
          found.push(value);
        return value;
      });
  return [...new Set(found)];
}

it('the InfluxQL of dashboards and alert rules uses nothing that a later InfluxDB has not', async () => {
  const all = await queries();
  expect(all.length).toBeGreaterThan(100);
  for (const query of all) {
    expect(query).toMatch(/^(SELECT|SHOW TAG VALUES) /);
    const called = [...query.matchAll(/(\w+)\(/g)]
      .map(([, name = '']) => name)
      .filter((name) => /^[a-z]/.test(name));
    expect(
      called.filter((name) => !EVERYWHERE.has(name)),
      query,
    ).toEqual([]);
    // InfluxDB 3 has neither.
    expect(query).not.toMatch(/\bS(LIMIT|OFFSET)\b/);
  }
});
