import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actsIn, caseLife, caseStates, roles, stateAfter } from '@watchcase/api';
import { describe, expect, it } from 'vitest';
import { withCaseLife } from '../../scripts/case-life.ts';
import { repositoryRoot } from '../house/tree.ts';

const text = readFileSync(join(repositoryRoot, 'docs/cases.md'), 'utf8');

describe('the life of a case', () => {
  it('is drawn in docs/cases.md as the code has it: npm run generate', () => {
    expect(withCaseLife(text)).toBe(text);
  });

  it('is left by no reader and by no customer but through what is theirs', () => {
    for (const state of caseStates) {
      expect(actsIn(state, 'read-only')).toEqual([]);
      for (const act of actsIn(state, 'customer'))
        expect(['note', 'attach', 'confirm', 'rate', 'dispute']).toContain(act);
    }
    expect(roles.filter((role) => actsIn('open', role).includes('acknowledge'))).toEqual([
      'admin',
      'engineer',
    ]);
  });

  it('leads from one state by one event to one state only', () => {
    const found = new Map<string, string>();
    for (const { event, moves } of Object.values(caseLife))
      for (const [from, next] of Object.entries(moves)) {
        const key = `${event} in ${from}`;
        if (event !== 'handed-on') expect([undefined, next], key).toContain(found.get(key));
        found.set(key, next);
      }
    expect(found.size).toBeGreaterThan(50);
  });

  it.each([
    ['held', 'on-site', 'acknowledged', 'on-hold'],
    ['resumed', 'on-hold', 'on-site', 'on-site'],
    ['diagnosed', 'acknowledged', 'acknowledged', 'diagnosing'],
    ['diagnosed', 'on-site', 'acknowledged', 'on-site'],
    ['alert-joined', 'resolved', 'acknowledged', 'resolved'],
    ['worsened', 'on-hold', 'on-site', 'open'],
  ] as const)('%s in %s (put on hold from %s) leads to %s', (event, state, before, next) => {
    expect(stateAfter(state, event, before)).toBe(next);
  });
});
