import {
  createdFeedSchema,
  directorySummarySchema,
  dutyChangesSchema,
  dutyFindingsSchema,
  dutyPreviewSchema,
  fairnessSchema,
  whoSchema,
} from '@watchcase/api';
import ICAL from 'ical.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { ManualClock } from '@watchcase/testkit';
import { dutiesOf, shippedRecords } from '../directory/index.ts';

const NOW = Date.parse('2026-02-02T12:00:00Z');
const BY = { actor: 'ci', door: 'apply', now: NOW } as const;
const COMPANY = `
people:
  - { id: lin, name: Lin, mail: lin@vendor.example, zone: Asia/Shanghai, skills: [data], regions: [east] }
  - { id: zhao, name: Zhao, mail: zhao@vendor.example, zone: Asia/Shanghai }
  - { id: wu, name: Wu }
teams: [{ id: east, name: East, members: [lin, zhao] }]
rotas:
  - id: night
    name: Night
    team: east
    zone: Asia/Shanghai
    calendar: cn
    layers:
      - { name: weeks, people: [lin, zhao], from: 2026-01-05, handOver: "09:00", every: 1w, until: 2026-03-02 }
  - id: lead
    name: Lead
    zone: Asia/Shanghai
    skills: [data]
    layers:
      - { name: one, people: [wu], from: 2026-01-05, handOver: "09:00" }
`;

describeEachStore('on call, over HTTP', (newDatabase) => {
  let house: HttpHouse;
  const tokens: Record<string, string> = {};
  beforeEach(async () => {
    const store = await (await newDatabase()).open();
    const clock = new ManualClock();
    clock.set(NOW);
    house = await buildHttpHouse({ store, clock });
    await house.rooms.directory.ship(shippedRecords(), NOW);
    await apply(COMPANY);
    // The last has the name of somebody else, and another address.
    for (const [key, name] of [
      ['lin', 'lin'],
      ['zhao', 'zhao'],
      ['nobody', 'Zhao'],
    ] as const) {
      const { accounts, keys } = house.rooms.access;
      const email = `${key}@vendor.example`;
      const wanted = { name, role: 'engineer' as const, customers: null, teams: [], language: null, email };
      const account = await accounts.add(wanted, { ...BY, door: 'api' });
      const of = { accountId: account.id, name, scope: null, expiresAt: null };
      tokens[key] = (await keys.newToken(of, { ...BY, door: 'api' })).token;
    }
  });
  afterEach(() => house.stop());

  const apply = (text: string) =>
    house.rooms.directory.apply([{ file: 'c.yaml', text }], { dryRun: false, prune: false }, BY);

  async function ask(who: string, method: 'GET' | 'POST', path: string, payload?: object) {
    const token = who === 'admin' ? house.adminToken : tokens[who];
    const answer = await house.app.inject({
      method,
      url: `/api/v1/oncall${path}`,
      headers: { authorization: `Bearer ${token}` },
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json<{ code?: string }>() };
  }
  const who = async (query: string) => whoSchema.parse((await ask('lin', 'GET', `/who?${query}`)).body);
  const named = async (query: string) =>
    (await who(query)).items.map(({ rota, people }) => [rota.id, ...people.map(({ id }) => id)].join(' '));

  it('says who is on duty, why and until when', async () => {
    const { at, items } = await who('skill=data');
    expect(at).toBe('2026-02-02T12:00:00.000Z');
    expect(items[0]?.rota.id).toBe('lead');
    expect(items[1]).toEqual({
      rota: { id: 'night', name: 'Night' },
      team: 'east',
      people: [{ id: 'lin', name: 'Lin', hasSkill: true, inRegion: true }],
      layer: 'weeks',
      reason: 'turn',
      record: null,
      isGap: false,
      until: '2026-02-09T01:00:00.000Z',
    });
    expect(await named('team=east&at=2026-02-09T01:00:00Z')).toEqual(['night zhao']);
    expect((await who('rota=night&at=2026-03-02T01:00:00Z')).items).toMatchObject([
      { people: [], isGap: true },
    ]);
    const snapshot = await house.rooms.directory.current();
    const [duty] = dutiesOf(snapshot).who({ team: 'east' }, NOW);
    expect(duty).toMatchObject({ people: ['lin'], layer: 'weeks', reason: 'turn' });
    expect(dutiesOf(snapshot)).toBe(dutiesOf(snapshot));
  });

  it('a swap holds once both have said so, and either can take it back', async () => {
    const span = { from: '2026-02-02T09:00:00+08:00', to: '2026-02-09T09:00:00+08:00' };
    const back = { from: '2026-02-09T09:00:00+08:00', to: '2026-02-16T09:00:00+08:00' };
    const asked = await ask('lin', 'POST', '/swaps', { rota: 'night', with: 'zhao', ...span, back });
    const [swap] = dutyChangesSchema.parse(asked.body).swaps;
    expect(swap).toMatchObject({ state: 'asked', waitsFor: [{ id: 'zhao' }] });
    expect(await named('rota=night')).toEqual(['night lin']);
    expect((await ask('lin', 'POST', `/swaps/${swap?.id}/agree`, {})).body?.code).toBe('SWAP_NOT_OPEN');
    expect((await ask('nobody', 'POST', `/swaps/${swap?.id}/agree`, {})).body?.code).toBe(
      'DUTY_PERSON_UNKNOWN',
    );
    expect((await ask('lin', 'POST', `/swaps/${swap?.id}/agree`, { person: 'zhao' })).status).toBe(403);
    const agreed = dutyChangesSchema.parse((await ask('zhao', 'POST', `/swaps/${swap?.id}/agree`, {})).body);
    expect(agreed.swaps[0]?.state).toBe('agreed');
    expect(await named('rota=night')).toEqual(['night zhao']);
    expect(await named('rota=night&at=2026-02-10T00:00:00Z')).toEqual(['night lin']);
    await ask('lin', 'POST', `/swaps/${swap?.id}/decline`, {});
    expect(await named('rota=night')).toEqual(['night lin']);
    const record = (await house.rooms.directory.current()).get('swaps', swap?.id ?? '');
    expect(record?.data).toMatchObject({
      agreed: [{ by: 'lin', at: '2026-02-02T12:00:00.000Z' }, { by: 'zhao' }],
      declined: { by: 'lin' },
    });
  });

  it('an engineer puts nobody on duty but themselves, a manager anybody who is in use', async () => {
    const span = { rota: 'night', from: '2026-02-02T20:00:00+08:00', to: '2026-02-03T09:00:00+08:00' };
    expect((await ask('zhao', 'POST', '/overrides', { ...span, people: ['lin'] })).body?.code).toBe(
      'DUTY_NOT_YOURS',
    );
    const made = dutyChangesSchema.parse(
      (await ask('zhao', 'POST', '/overrides', { ...span, people: ['zhao'] })).body,
    );
    expect(made.overrides[0]).toMatchObject({ agreedBy: 'zhao', agreedAt: '2026-02-02T12:00:00.000Z' });
    expect(await named('rota=night')).toEqual(['night zhao']);
    expect((await ask('lin', 'POST', `/overrides/${made.overrides[0]?.id}/cancel`, {})).status).toBe(403);
    expect((await ask('zhao', 'POST', `/overrides/${made.overrides[0]?.id}/cancel`, {})).status).toBe(200);
    expect(await named('rota=night')).toEqual(['night lin']);
    await apply('people: [{ id: wu, name: Wu, retired: true }]');
    expect((await ask('admin', 'POST', '/overrides', { ...span, people: ['wu'] })).body?.code).toBe(
      'DIRECTORY_RETIRED',
    );
    expect((await ask('admin', 'POST', '/overrides', { ...span, people: ['zhao'] })).status).toBe(200);
  });

  it('who is away is not on duty', async () => {
    const away = { from: '2026-02-02', to: '2026-02-02', kind: 'vacation' };
    expect((await ask('zhao', 'POST', '/absences', { ...away, person: 'lin' })).status).toBe(403);
    const made = dutyChangesSchema.parse((await ask('lin', 'POST', '/absences', away)).body);
    // Until midnight in Shanghai.
    expect(await named('rota=night')).toEqual(['night zhao']);
    expect(await named('rota=night&at=2026-02-02T16:00:00Z')).toEqual(['night lin']);
    expect((await who('rota=night')).items[0]).toMatchObject({
      reason: 'stands-in',
      until: '2026-02-02T16:00:00.000Z',
    });
    await ask('lin', 'POST', `/absences/${made.absences[0]?.id}/cancel`, {});
    expect(await named('rota=night')).toEqual(['night lin']);
  });

  it('tells of gaps, double duty and who is out of use before it matters, and of the next week in the directory', async () => {
    const findings = async () => dutyFindingsSchema.parse((await ask('lin', 'GET', '/findings')).body).items;
    const summary = async () =>
      directorySummarySchema.parse((await house.ask('GET', '/api/v1/directory')).body).duty;
    const gap = {
      kind: 'gap',
      rota: { id: 'night', name: 'Night' },
      from: '2026-03-02T01:00:00.000Z',
      to: '2026-04-03T12:00:00.000Z',
    };
    expect(await findings()).toEqual([gap]);
    expect(await summary()).toEqual([]);
    house.clock.set(Date.parse('2026-02-23T01:00:00.001Z'));
    expect(await summary()).toMatchObject([{ kind: 'gap', from: gap.from }]);
    house.clock.set(NOW);
    await apply(`
people: [{ id: wu, name: Wu, retired: true }]
rotas:
  - { id: day, name: Day, zone: Asia/Shanghai, layers: [{ name: l, people: [lin], from: 2026-02-09, handOver: "21:00", until: 2026-02-17 }] }
`);
    expect(
      (await findings()).map(({ kind, ...one }) => [
        kind,
        'from' in one ? one.from : 'person' in one ? one.person.id : one.chain.id,
      ]),
    ).toEqual([
      ['retired', 'wu'],
      ['gap', '2026-02-02T12:00:00.000Z'],
      ['twice', '2026-02-16T01:00:00.000Z'],
      ['gap', '2026-02-17T13:00:00.000Z'],
      ['gap', gap.from],
    ]);
    expect((await summary()).map(({ kind }) => kind)).toEqual(['retired', 'gap']);
  });

  it('shows a span before it happens, and counts what was', async () => {
    const preview = dutyPreviewSchema.parse(
      (await ask('lin', 'GET', '/preview?team=east&from=2026-02-25T00:00:00Z&to=2026-03-04T00:00:00Z')).body,
    );
    expect(preview.people).toEqual([{ id: 'zhao', name: 'Zhao' }]);
    expect(preview.items[0]?.spans.map(({ from, to, people }) => [from, to, people])).toEqual([
      ['2026-02-25T00:00:00.000Z', '2026-03-02T01:00:00.000Z', ['zhao']],
    ]);
    expect(preview.items[0]?.gaps).toEqual([
      { from: '2026-03-02T01:00:00.000Z', to: '2026-03-04T00:00:00.000Z' },
    ]);
    expect(
      (await ask('lin', 'GET', '/preview?from=2026-02-25T00:00:00Z&to=2026-02-25T00:00:00Z')).body?.code,
    ).toBe('DUTY_SPAN_INVALID');
    const fairness = fairnessSchema.parse(
      (await ask('lin', 'GET', '/fairness?team=east&from=2026-02&to=2026-02')).body,
    );
    // A month of 28 days from midnight to midnight: lin has two weeks of it from the 2nd and the 16th, with eight of nine days off.
    expect(fairness.items.map(({ person, hours, nights }) => [person.id, hours, nights])).toEqual([
      ['lin', 336, 14],
      ['zhao', 336, 14],
    ]);
    expect(fairness.items.reduce((sum, { holidays }) => sum + holidays, 0)).toBe(9);
  });

  it('names the place of what is wrong with a rota', async () => {
    const faults = await apply(`
rotas:
  - id: night
    name: Night
    zone: Asia/Shanghai
    calendar: nowhere
    layers:
      - { name: a, people: [lin, [zhao, nobody]], from: 2026-01-05, handOver: "9", every: 1w }
`).catch((error: unknown) => (error as { faults: { code: string; place: string }[] }).faults);
    expect(faults).toMatchObject([
      { code: 'DIRECTORY_INVALID', place: expect.stringMatching(/^c\.yaml:8:/) as string },
    ]);
    const references = await apply(`
people: [{ id: wu, name: Wu, retired: true }]
rotas:
  - id: night
    name: Night
    zone: Asia/Shanghai
    calendar: nowhere
    layers:
      - { name: a, people: [wu, [zhao, nobody]], from: 2026-01-05, handOver: "09:00", every: 1w }
`).catch((error: unknown) => (error as { faults: { code: string; place: string }[] }).faults);
    expect(
      (references as { code: string; place: string }[]).map(({ code, place }) => `${code} ${place}`),
    ).toEqual([
      'DIRECTORY_REFERENCE_UNKNOWN c.yaml:7:5',
      'DIRECTORY_REFERENCE_UNKNOWN c.yaml:9:40',
      'DIRECTORY_RETIRED c.yaml:9:29',
    ]);
  });

  it('calendars read the duty of a person or a team until their address is ended', async () => {
    const made = createdFeedSchema.parse((await ask('lin', 'POST', '/feeds', { person: 'lin' })).body);
    expect((await ask('lin', 'POST', '/feeds', { person: 'zhao' })).status).toBe(403);
    const read = (url: string) => house.app.inject({ method: 'GET', url: new URL(url).pathname });
    const eventsOf = (text: string) =>
      new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
    const first = await read(made.url);
    expect(first.headers['content-type']).toBe('text/calendar; charset=utf-8');
    const events = eventsOf(first.body);
    expect(events.map(({ startDate }) => startDate.toJSDate().toISOString())).toEqual(
      ['01-05', '01-19', '02-02', '02-16'].map((day) => `2026-${day}T01:00:00.000Z`),
    );
    expect(events[0]?.summary).toBe('On call: Night');
    await ask('zhao', 'POST', '/absences', { from: '2026-02-10', to: '2026-02-10' });
    const second = eventsOf((await read(made.url)).body);
    expect(second).toHaveLength(5);
    expect(second[0]?.uid).toBe(events[0]?.uid);
    expect(second[0]?.sequence).toBeGreaterThan(events[0]?.sequence ?? 0);
    const team = createdFeedSchema.parse((await ask('zhao', 'POST', '/feeds', { team: 'east' })).body);
    expect(eventsOf((await read(team.url)).body).map(({ summary }) => summary)).toContain('Zhao: Night');
    expect((await ask('zhao', 'POST', `/feeds/${made.id}/end`, {})).status).toBe(404);
    expect((await ask('lin', 'POST', `/feeds/${made.id}/end`, {})).status).toBe(204);
    expect((await read(made.url)).statusCode).toBe(404);
    expect((await read(`${made.url.slice(0, -5)}x.ics`)).statusCode).toBe(404);
    expect((await read(team.url)).statusCode).toBe(200);
  });
});
