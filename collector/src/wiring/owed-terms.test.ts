import { caseDetailSchema, caseListSchema } from '@watchcase/api';
import { expect, it } from 'vitest';
import { expectIndexesToFollow } from '../../../test/harness/cases-in-steps.ts';
import { contract, openDesk } from '../../../test/harness/contract-desk.ts';
import { buildHttpHouse } from '../../../test/harness/http-rooms.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { readEvents } from '../cases/index.ts';

const MIN = 60_000;

describeEachStore('what contracts say of a case', (newDatabase) => {
  it('an alert opens it under the contract of its customer, in the versions of that moment', async () => {
    const desk = await openDesk(await newDatabase());
    await desk.agree(0, contract());
    await desk.fire('1', 'fire', 'a', 'minor');
    expect((await readEvents(desk.store.db, 1))[0]?.data['terms']).toMatchObject({
      contract: 'k',
      scope: 'covered',
      reason: 'contract',
      policy: { id: 'quick', version: 1 },
      calendars: [{ id: 'always', version: 1 }],
      travelAllowanceMs: 90 * MIN,
    });
    expect(await desk.row(1)).toEqual({ contract: 'k', outside: null, policy: 'quick@1' });
    expect(await desk.clocks(1)).toEqual(['respond: 7, 8, running']);
    await expectIndexesToFollow(desk.store);
  });

  it('outside of it: advice only, by whatever door the case came', async () => {
    const desk = await openDesk(await newDatabase());
    await desk.agree(0, contract('"to": "2026-03-01"'));
    await desk.fire('0', 'fire', 'a', 'critical');
    expect(await desk.row(1)).toEqual({ contract: 'k', outside: 'ended', policy: 'quick@1' });
    // What the policy promises for advice, however bad the fault is; also when it grows worse.
    expect(await desk.clocks(1)).toEqual(['respond: 120, 120, running']);
    const told: unknown[] = [];
    for (const [source, more] of [
      ['console', '"to": "2026-03-01"'],
      // The last day ends at midnight of the customer.
      ['console', '"to": "2026-03-02"'],
      ['api', '"from": "2026-03-03"'],
      ['mail', '"products": ["erp"]'],
      ['portal', '"scope": {"categories": ["data"]}'],
      ['inspection', '"customer": "globex"'],
    ] as const) {
      await desk.agree(0, contract(more));
      const change = await desk.report(0, { key: more, source });
      const { outside, policy } = await desk.row(change?.caseId ?? 0);
      const first = (await desk.clocks(change?.caseId ?? 0)).find((words) => words.startsWith('respond'));
      told.push([source, outside, policy, first]);
    }
    expect(told).toEqual([
      ['console', 'ended', 'quick@1', 'respond: 120, 120, running'],
      ['console', null, 'quick@1', 'respond: 3, 3, running'],
      ['api', 'not-begun', 'quick@1', 'respond: 120, 120, running'],
      ['mail', 'product', 'quick@1', 'respond: 120, 120, running'],
      ['portal', 'category', 'quick@1', 'respond: 120, 120, running'],
      // Monday 16:00: four hours of the policy's own working hours.
      ['inspection', 'no-contract', 'standard@2', 'respond: 240, 1140, running'],
    ]);
    await expectIndexesToFollow(desk.store);
  });

  it('a policy may say itself what it promises then', async () => {
    const desk = await openDesk(await newDatabase());
    await desk.policy(
      0,
      'targets: {respond: {critical: 3m}}\nadviceOnly: {respond: {critical: 1d}, resolve: {critical: 9d}}',
    );
    await desk.agree(0, contract('"to": "2026-03-01"'));
    await desk.report(0);
    expect(await desk.clocks(1)).toEqual(['resolve: 12960, 12960, running', 'respond: 1440, 1440, running']);
  });

  it('API and list say so', async () => {
    const desk = await openDesk(await newDatabase());
    await desk.agree(0, contract('"products": ["erp"]'));
    await desk.report(0);
    await desk.report(0, { key: 'k2', hostId: null });
    const house = await buildHttpHouse({ store: desk.store, directory: desk.directory });
    try {
      const detail = caseDetailSchema.parse((await house.ask('GET', '/api/v1/cases/1')).body);
      expect(detail).toMatchObject({ contract: 'k', outside: 'product', policy: 'quick@1' });
      const ids = async (scope: string) =>
        caseListSchema
          .parse((await house.ask('GET', `/api/v1/cases?view=all&scope=${scope}`)).body)
          .items.map(({ id, outside }) => [id, outside]);
      expect(await ids('outside')).toEqual([[1, 'product']]);
      // Of a case about no host nobody can say that its product is another.
      expect(await ids('covered')).toEqual([[2, null]]);
    } finally {
      await house.stop();
    }
  });

  it('a severity that changes keeps what has passed, under the same contract', async () => {
    const desk = await openDesk(await newDatabase());
    await desk.agree(0, contract());
    await desk.fire('0', 'fire', 'a', 'minor');
    await desk.fire('2', 'raise', 'a', 'critical');
    expect(await desk.clocks(1)).toEqual(['resolve: 60, 62, running', 'respond: 3, 3, running']);
    expect(await desk.log(1, 'terms')).toEqual([]);
  });
});
