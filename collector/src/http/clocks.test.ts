import { clocksExplainedSchema, directorySummarySchema, previewSchema } from '@watchcase/api';
import { expect, it } from 'vitest';
import { applyTurn, changeOf, START } from '../../../test/harness/cases-in-steps.ts';
import { buildHttpHouse } from '../../../test/harness/http-rooms.ts';
import { addHost } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { shippedRecords } from '../directory/index.ts';

const BY = { actor: 'ci', door: 'apply', now: START } as const;
const OWN = `
calendars: [{id: office, zone: Asia/Shanghai, hours: {mon-fri: ["08:00-17:00"]}}]
policies:
  - id: own
    business: office
    targets: {respond: {critical: {in: 1h, hours: business}}}
    adviceOnly: {respond: {critical: 1d}}
`;

const COUNTING = `
customers: [{id: acme, name: Acme}]
calendars: [{id: short, zone: UTC, hours: {mon-fri: ["08:00-17:00"]}, coverage: {until: 2027-03-31}}]
contracts:
  - {id: k, customer: acme, policy: standard, from: 2026-01-01, to: 2027-12-31}
  - {id: old, customer: acme, policy: standard, from: 2025-01-01, to: 2025-12-31, retired: true}
`;

describeEachStore('how clocks are counted, over HTTP', (newDatabase) => {
  it('is told of a case, and of a policy before anything has happened', async () => {
    const store = await (await newDatabase()).open();
    await addHost(store);
    const house = await buildHttpHouse({ store });
    const { directory } = house.rooms;
    await directory.ship(shippedRecords(), START);
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
      await directory.apply([{ file: 'own.yaml', text: OWN }], { dryRun: false, prune: false }, BY);
      const own = async (more: string) => {
        const answer = await house.ask('GET', `/api/v1/policies/own/preview?at=${at}${more}`);
        const { policy, promises } = previewSchema.parse(answer.body);
        return [policy, ...promises.map(({ severity, calendar, due }) => `${severity} ${calendar} ${due}`)];
      };
      // Thursday evening: the office opens at eight of the next day.
      expect(await own('')).toEqual(['own@1', 'critical office 2027-01-01T01:00:00.000Z']);
      expect(await own('&calendar=always')).toEqual(['own@1', 'critical always 2026-12-31T10:30:00.000Z']);
      expect(await own('&scope=outside')).toEqual(['own@1', 'critical always 2027-01-01T09:30:00.000Z']);
      const unknown = await house.ask('GET', `/api/v1/policies/nothing/preview?at=${at}`);
      expect([unknown.status, (unknown.body as { code: string }).code]).toEqual([404, 'POLICY_UNKNOWN']);
      expect((await house.ask('GET', '/api/v1/policies/standard/preview?at=yesterday')).status).toBe(400);
    } finally {
      await house.stop();
    }
  });

  it('tells of calendars whose days run out, as long as they do', async () => {
    const store = await (await newDatabase()).open();
    const house = await buildHttpHouse({ store });
    const { directory } = house.rooms;
    await directory.ship(shippedRecords(), START);
    await directory.apply([{ file: 'own.yaml', text: COUNTING }], { dryRun: false, prune: false }, BY);
    const findings = async (date: string) => {
      house.clock.set(Date.parse(`${date}T12:00+08:00`));
      return directorySummarySchema.parse((await house.ask('GET', '/api/v1/directory')).body).findings;
    };
    try {
      expect(await findings('2026-11-14')).toEqual([]);
      const cn = { calendar: 'cn', until: '2026-12-31', contracts: 1 };
      expect(await findings('2026-11-27')).toEqual([{ ...cn, because: 'ends-soon' }]);
      expect(await findings('2027-01-01')).toEqual([{ ...cn, because: 'has-ended' }]);
      const short = { calendar: 'short', until: '2027-03-31', contracts: 0 };
      expect((await findings('2027-03-02')).at(-1)).toEqual({ ...short, because: 'ends-soon' });
      // Who knows more, or counts on it no more, hears no more of it.
      await directory.retire('calendars', 'short', true, BY);
      const data = { zone: 'Asia/Shanghai', hours: { 'mon-fri': ['09:00-18:00'] }, days: 'cn@1' };
      const known = { ...data, coverage: { from: '2024-01-01', until: '2027-12-31' } };
      await directory.put('calendars', 'cn', { data: known }, BY);
      expect(await findings('2027-03-02')).toEqual([]);
    } finally {
      await house.stop();
    }
  });
});
