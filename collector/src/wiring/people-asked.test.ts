import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { openPagedStore } from '../../../test/harness/paged-case.ts';
import { configSchema } from '../config.ts';
import { openDirectory } from '../directory/index.ts';
import { peopleAsked } from './people-asked.ts';
import { rosterOver } from './roster.ts';

const company = JSON.stringify({
  people: [
    { id: 'lin', name: '林工', methods: [{ id: 'mail', channel: 'post', address: 'lin@example.com' }] },
    { id: 'zhao', name: 'Zhao' },
    { id: 'gone', name: 'Gone', retired: true },
  ],
  teams: [{ id: 'east', name: 'East', members: ['lin', 'zhao'] }],
  rotas: [
    {
      id: 'east',
      name: 'East',
      team: 'east',
      zone: 'UTC',
      severities: ['critical'],
      layers: [{ name: 'all', people: ['zhao', 'lin'], from: '2026-03-01', handOver: '00:00', every: '1d' }],
    },
  ],
});

it('knows whom a case can be handed on to, and who is on duty, by config and directory', async () => {
  const { store, stop } = await openPagedStore();
  // The day of zhao.
  const clock = new ManualClock(Date.parse('2026-03-03T08:00Z'));
  const config = configSchema.parse({
    duty: [{ name: 'Ada', channels: ['post'], severities: ['major'] }],
    channels: [{ name: 'post', type: 'webhook', options: { url: 'http://127.0.0.1:9/' } }],
  });
  const directory = await openDirectory(store, clock.now());
  const asked = peopleAsked({ config, rosterOf: rosterOver(config, directory), store, directory, clock });
  expect(await asked.people()).toEqual(['Ada']);
  expect(await asked.onDuty()).toEqual([{ name: 'Ada', severities: ['major'] }]);
  const writing = { actor: 'lin', door: 'apply' as const, now: clock.now() };
  await directory.apply([{ file: 'company.yaml', text: company }], { dryRun: false, prune: false }, writing);
  await store.transaction((tx) =>
    tx
      .insertInto('verified_methods')
      .values({ person: 'lin', channel: 'post', address: 'lin@example.com', verified_at: 0 })
      .execute(),
  );
  // There is no way to Zhao, and Gone is out of use.
  expect(await asked.people()).toEqual(['Ada', '林工']);
  expect(await Promise.all(['ada', 'LIN', '林工', 'zhao', 'gone', 'nobody'].map(asked.reachable))).toEqual([
    'Ada',
    '林工',
    '林工',
    undefined,
    undefined,
    undefined,
  ]);
  expect(await asked.onDuty()).toEqual([{ name: 'Zhao', severities: ['critical'] }]);
  await stop();
});
