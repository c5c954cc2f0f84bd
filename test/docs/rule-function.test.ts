import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WindowFunction } from '@watchcase/collector/rules/function.ts';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../house/tree.ts';
import { documentText, fencedBlocks } from './fenced-blocks.ts';

it('docs/adding/rule-function.md shows a function that keeps the contract and does what it says', async () => {
  using folder = temporaryFolder();
  const example = fencedBlocks(documentText('docs/adding/rule-function.md')).find(
    ({ name }) => name === 'function',
  );
  const contract = join(repositoryRoot, 'collector/src/rules/function.ts');
  const file = join(folder.path, 'delta.ts');
  writeFileSync(file, (example?.text ?? '').replace('../function.ts', contract));
  const { default: delta } = (await import(file)) as { default: WindowFunction };
  expect(delta).toMatchObject({ name: 'delta', parameters: 'window', result: 'same', lengthOptional: false });
  expect(delta.summary).toMatch(/^[A-Z].*\.$/);
  expect(delta.apply({ times: [0, 1, 2], values: [10, 20, 15], from: 0 })).toBe(5);
  expect(delta.apply({ times: [0, 1, 2], values: [10, 20, 15], from: 1 })).toBe(-5);
});
