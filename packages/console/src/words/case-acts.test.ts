import { caseLife, type LifeAct, lifeOf } from '@watchcase/api';
import { expect, it } from 'vitest';
import { asked, direct, placed } from './case-acts.ts';

it('offers every act of the table that the desk may do, each in one place', () => {
  const acts = (Object.keys(caseLife) as LifeAct[]).filter((act) => lifeOf(act).who.includes('admin'));
  expect([...asked, ...direct, ...placed].toSorted()).toEqual(acts.toSorted());
});
