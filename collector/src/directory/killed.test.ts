import { expect, it } from 'vitest';
import { deedsOnRecords } from '../../../test/harness/deeds-on-records.ts';
import { killAtEachPoint } from '../../../test/harness/kill-at-each-point.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { createDirectory, writeYaml } from './index.ts';

describeEachStore('killed in the middle', (newDatabase) => {
  it('each deed has happened or not, behind whatever statement', async () => {
    for (const [name, deed] of Object.entries(deedsOnRecords)) {
      const exports = new Set<string>();
      const { [name]: points } = await killAtEachPoint(newDatabase, { [name]: deed }, async (store) => {
        exports.add(writeYaml(await createDirectory(store).current()));
      });
      expect(points?.length, name).toBeGreaterThan(4);
      expect(exports.size, name).toBe(2);
    }
  }, 240_000);
});
