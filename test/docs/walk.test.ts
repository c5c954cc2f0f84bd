import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../house/tree.ts';
import { documentText } from './fenced-blocks.ts';

const section = documentText('docs/architecture.md')
  .split(/^## /m)
  .find((it) => it.startsWith('One reading'));
const steps = [
  ...(section ?? '').matchAll(/^\| (?<step>.+?) +\| `(?<file>[^`]+)` +\| `(?<name>\w+)` +\|$/gm),
].map(({ groups }) => ({
  step: groups?.['step'] ?? '',
  file: groups?.['file'] ?? '',
  name: groups?.['name'] ?? '',
}));

describe('the walk of one reading in docs/architecture.md', () => {
  it('goes from /proc to the page', () => {
    expect(steps[0]?.file).toMatch(/^agent\/src\/probes\//);
    expect(steps.at(-2)?.file).toMatch(/^collector\/src\/notify\/channels\//);
    expect(steps.length).toBeGreaterThan(20);
  });

  it.each(steps)('$step: $file has $name', ({ file, name }) => {
    const path = join(repositoryRoot, file);
    expect(existsSync(path)).toBe(true);
    const defined = new RegExp(
      `(?:function ${name}\\b|^ {2,}(?:async )?${name}(?:\\(|: (?:async )?\\())`,
      'm',
    );
    expect(readFileSync(path, 'utf8')).toMatch(defined);
  });
});
