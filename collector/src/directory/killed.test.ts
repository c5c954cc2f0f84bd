import { expect, it } from 'vitest';
import { deedsOnRecords } from '../../../test/harness/deeds-on-records.ts';
import { killAtEachPoint } from '../../../test/harness/kill-at-each-point.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { createDirectory, writeYaml } from './index.ts';

describeEachStore('killed in the middle', (newDatabase) => {
  it.each(Object.entries(deedsOnRecords))(
    '%s has happened or not, behind whatever statement',
    async (name, deed) => {
      const exports = new Set<string>();
      const points = await killAtEachPoint(await newDatabase(), { name, deed }, async (store) => {
        exports.add(writeYaml(await createDirectory(store).current()));
      });
      expect(points.length).toBeGreaterThan(4);
      expect(exports.size).toBe(2);
    },
    240_000,
  );
});
