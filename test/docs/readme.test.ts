import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { configSchema } from '@watchcase/agent/config.ts';
import { parseConfig } from '@watchcase/runtime';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../house/tree.ts';
import { documentText, fencedBlocks } from './fenced-blocks.ts';

const english = documentText('README.md');
const chinese = documentText('README.zh-CN.md');

function linksOf(markdown: string): string[] {
  const links = [...markdown.matchAll(/\]\((?<target>[^)]+)\)/g)].map(
    ({ groups }) => groups?.['target'] ?? '',
  );
  return links.filter((target) => !target.startsWith('README')).toSorted();
}

/** Commands without their comments, which are in the reader's language. */
function commandsOf(markdown: string): string[] {
  return fencedBlocks(markdown).map(({ text }) => text.replaceAll(/ +#.*$/gm, ''));
}

function headingLevels(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ /gm)].map(([level]) => level);
}

describe('README.zh-CN.md', () => {
  it('says the same as README.md, as far as a program can tell', () => {
    expect(headingLevels(chinese)).toEqual(headingLevels(english));
    expect(commandsOf(chinese)).toEqual(commandsOf(english));
    // Pictures are in the reader's language.
    expect(linksOf(chinese.replaceAll('-zh-CN.png', '-en.png'))).toEqual(linksOf(english));
  });
});

describe('README.md', () => {
  it('lets the agent watch a program with a config that has no faults', () => {
    const script = fencedBlocks(english).find(({ text }) => text.includes('agent.yaml'))?.text ?? '';
    const text = /<<'END'\n(?<yaml>[^]*?)^END$/m.exec(script)?.groups?.['yaml'] ?? '';
    const config = parseConfig(configSchema, { name: 'agent.yaml', text, env: {} });
    const { procstat } = config.probes as unknown as { procstat: { watch: { name: string }[] } };
    expect(procstat.watch.map(({ name }) => name)).toEqual(['nap']);
  });
});

describe('docs/adr/README.md', () => {
  it('lists every decision', () => {
    const pages = readdirSync(join(repositoryRoot, 'docs/adr')).filter((name) => /^\d{4}-/.test(name));
    expect(linksOf(documentText('docs/adr/README.md'))).toEqual(pages.toSorted());
    const numbers = pages.map((name) => name.slice(0, 4));
    expect(numbers).toHaveLength(new Set(numbers).size);
    for (const name of pages)
      expect(documentText(`docs/adr/${name}`).split('\n')[0], name).toContain(name.slice(0, 4));
  });
});
