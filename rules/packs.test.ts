import { describe, expect, it } from 'vitest';
import { newAlertTable } from '../collector/src/commands/rules.ts';
import type { Verdict } from '../collector/src/model/index.ts';
import { loadPacks, readTests, testPack } from '../collector/src/rules/index.ts';

const folder = import.meta.dirname;
const packs = loadPacks(folder);
const tested = new Set<string>();

describe.each(readTests(folder))('$file', (source) => {
  const { results } = testPack(packs, source, newAlertTable);
  it.each(results)('$test, at $at', (result) => {
    for (const alert of result.found) tested.add(alert.rule);
    expect(result.found).toEqual(result.expected.map((alert) => expect.objectContaining(alert)));
    expect(result.passed).toBe(true);
  });
});

it('every starter rule has a title of its own in each language, that says the same', () => {
  const labels = new Proxy({}, { get: (_, name) => `[${String(name)}]` });
  const verdict = { hostName: '[host]', labels, value: null, unit: 'none' } as unknown as Verdict;
  const namedIn = (title: string) => (title.match(/\[\w+\]|\?/g) ?? []).toSorted();
  for (const { facts } of packs.flatMap((pack) => pack.rules)) {
    const title = facts.title(verdict);
    expect(title.en, facts.id).not.toMatch(/\p{Script=Han}/u);
    expect(title['zh-CN'], facts.id).toMatch(/\p{Script=Han}/u);
    expect(namedIn(title['zh-CN']), facts.id).toEqual(namedIn(title.en));
  }
});

it('every starter rule is seen firing in a test', () => {
  const all = packs.flatMap((pack) => pack.rules.map((rule) => rule.facts.id));
  expect(all.filter((rule) => !tested.has(rule))).toEqual([]);
});
