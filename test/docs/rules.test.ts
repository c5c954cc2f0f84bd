import { newAlertTable } from '@watchcase/collector/commands/rules.ts';
import { functions } from '@watchcase/collector/rules/functions/registry.generated.ts';
import { loadPacks, parsePacks, testPack } from '@watchcase/collector/rules/index.ts';
import { join } from 'node:path';
import { describeFault } from '@watchcase/runtime';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../house/tree.ts';
import { documentText, fencedBlocks } from './fenced-blocks.ts';

const starters = loadPacks(join(repositoryRoot, 'rules'));

describe.each(['docs/rules.md', 'docs/adding/rule-pack.md'])('%s', (path) => {
  const blocks = fencedBlocks(documentText(path));
  const named = (name: string) => blocks.filter((block) => block.name === name);
  const parsed = parsePacks(named('pack').map(({ text }, index) => ({ file: `pack-${index}.yaml`, text })));

  it('shows packs without faults, and their rules', () => {
    expect(parsed.faults).toEqual([]);
    expect(parsed.packs.length).toBeGreaterThan(0);
  });

  it('shows tests that pass beside the starter packs', () => {
    const results = named('test').flatMap(
      ({ text }) => testPack([...starters, ...parsed.packs], { file: path, text }, newAlertTable).results,
    );
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter((result) => !result.passed)).toEqual([]);
  });
});

describe('docs/rules.md', () => {
  const markdown = documentText('docs/rules.md');
  const blocks = fencedBlocks(markdown);

  it('shows the faults of a faulty pack as they are told', () => {
    const text = blocks.find(({ name }) => name === 'faulty')?.text ?? '';
    const told = blocks
      .find(({ language }) => language === 'faults')
      ?.text.trimEnd()
      .split('\n');
    expect(parsePacks([{ file: 'shop.yaml', text }]).faults.map(describeFault)).toEqual(told);
  });

  it.each(Object.values(functions))('explains the function $name', ({ name, summary }) => {
    expect(markdown).toMatch(new RegExp(`^\\| \`${name}\\(`, 'm'));
    expect(markdown).toContain(summary);
  });
});
