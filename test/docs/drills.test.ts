import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { plansSchema } from '../../agent/src/commands/drill/plan.ts';
import { repositoryRoot } from '../house/tree.ts';
import { fencedBlocks } from './fenced-blocks.ts';

it('the plans of the page are plans', () => {
  const text = readFileSync(join(repositoryRoot, 'docs/drills.md'), 'utf8');
  const sample = fencedBlocks(text).find(({ name }) => name === 'drills');
  expect(plansSchema.safeParse(parse(sample?.text ?? '')).error?.issues).toBeUndefined();
});
