import { clocksExplainedSchema, previewSchema } from '@watchcase/api';
import { expect, it } from 'vitest';
import { applyTurn, changeOf, START } from '../../../test/harness/cases-in-steps.ts';
import { buildHttpHouse } from '../../../test/harness/http-rooms.ts';
import { addHost } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';

describeEachStore('how clocks are counted, over HTTP', (newDatabase) => {
  it('is told of a case, and of a policy before anything has happened', async () => {
    const store = await (await newDatabase()).open();
    await addHost(store);
    const house = await buildHttpHouse({ store });
    try {
      await applyTurn(store, [changeOf(['0', 'fire', 'a', 'critical'])]);
      const explained = clocksExplainedSchema.parse((await house.ask('GET', '/api/v1/cases/1/clocks')).body);
      expect(explained).toMatchObject({ case: 'C-1', policy: 'standard@1' });
      expect(
        explained.clocks.map(({ target, rounds }) => [target, rounds[0]?.promise, rounds[0]?.due]),
      ).toEqual([
        ['respond', '15m', new Date(START + 15 * 60_000).toISOString()],
        ['resolve', '4h', new Date(START + 240 * 60_000).toISOString()],
      ]);
      expect((await house.ask('GET', '/api/v1/cases/77/clocks')).status).toBe(404);
      const at = encodeURIComponent('2026-12-31T17:30:00+08:00');
      const preview = previewSchema.parse(
        (await house.ask('GET', `/api/v1/policies/standard/preview?at=${at}&calendar=cn`)).body,
      );
      expect(
        preview.promises.find(({ severity, target }) => severity === 'minor' && target === 'respond'),
      ).toMatchObject({
        promise: '1h',
        calendar: 'cn',
        due: '2027-01-04T01:30:00.000Z',
        isProvisional: true,
      });
      const unknown = await house.ask('GET', `/api/v1/policies/nothing/preview?at=${at}`);
      expect([unknown.status, (unknown.body as { code: string }).code]).toEqual([404, 'POLICY_UNKNOWN']);
      expect((await house.ask('GET', '/api/v1/policies/standard/preview?at=yesterday')).status).toBe(400);
    } finally {
      await house.stop();
    }
  });
});
