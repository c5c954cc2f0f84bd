import { backupPolicySchema, checks } from '../../packages/backup/src/index.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { repositoryRoot } from '../house/tree.ts';
import { fencedBlocks } from './fenced-blocks.ts';

const text = readFileSync(join(repositoryRoot, 'docs/backups.md'), 'utf8');

it('the policy of the page is one', () => {
  const sample = fencedBlocks(text).find(({ name }) => name === 'backup-policies');
  const { backupPolicies } = parse(sample?.text ?? '') as { backupPolicies: unknown[] };
  for (const policy of backupPolicies)
    expect(backupPolicySchema.safeParse(policy).error?.issues).toBeUndefined();
});

it('each check has its words there', () => {
  const table = text.slice(text.indexOf('## What is asked'));
  for (const check of checks) expect(table).toContain(`\`${check}\``);
});
