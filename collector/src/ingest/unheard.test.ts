import { expect, it } from 'vitest';
import { message, NOW } from '../../../test/harness/flow-house.ts';
import { connected, ingestHouse } from '../../../test/harness/ingest-house.ts';

it('says that nothing was refused, and that one agent speaks, once it has listened for long enough', () => {
  const { ingest } = ingestHouse();
  const told: unknown[] = [];
  for (let now = NOW; now <= NOW + 11 * 60_000; now += 1000) {
    const intake = ingest.take([message('presence', connected({ time: now }), now)]);
    ingest.decidePresence(intake, now);
    told.push(...intake.observations.map(({ values }) => values.slice(2, 4)));
  }
  expect(told.at(0)).toEqual([null, null]);
  expect(told.at(2)).toEqual([0, null]);
  expect(told.at(-1)).toEqual([0, 1]);
});
