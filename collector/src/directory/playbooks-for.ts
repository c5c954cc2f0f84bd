import type { PlaybookRecord } from '@watchcase/api';
import { type DirectoryRecord, isRetired } from './record.ts';

/** A playbook of the directory in one version. */
export type Playbook = Pick<PlaybookRecord, 'id' | 'title' | 'steps'> & { version: number };

/** Playbooks for a case's rules or, after those, for its category (pure); those out of use are left out. */
export function playbooksFor(
  records: readonly DirectoryRecord[],
  { rules, category }: { rules: readonly string[]; category: string },
): Playbook[] {
  const inUse = records.filter((record) => !isRetired(record));
  const isForRule = (record: DirectoryRecord) =>
    named(record.data['rules']).some((one) => rules.includes(one));
  const byRule = inUse.filter(isForRule);
  const byCategory = inUse.filter(
    (record) => !isForRule(record) && named(record.data['categories']).includes(category),
  );
  return [...byRule, ...byCategory].map(playbookOf);
}

/** A playbook's record as what is gone through (pure). */
export function playbookOf({ data, version }: Pick<DirectoryRecord, 'data' | 'version'>): Playbook {
  const { id, title, steps } = data as unknown as PlaybookRecord;
  return { id, title, steps, version };
}

function named(list: unknown): readonly string[] {
  return Array.isArray(list) ? list : [];
}
