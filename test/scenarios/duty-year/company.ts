import {
  type AbsenceRecord,
  absenceOf,
  type Chain,
  type DutyChanges,
  overrideOf,
  type OverrideRecord,
  type Rota,
  rotaSchema,
  type SwapRecord,
  swapOf,
} from '@watchcase/oncall';

import { PROMISES } from './promises.ts';
import { PEOPLE, reachOf, zoneOf } from './reach.ts';

export const EVERYBODY: readonly string[] = Object.values(PEOPLE).flat();
export const LEADS: Readonly<Record<string, { lead: string; manager: string }>> = {
  east: { lead: 'chen', manager: 'meyer' },
  west: { lead: 'meyer', manager: 'chen' },
};

const rotas = [
  {
    id: 'east',
    name: 'East',
    team: 'east',
    zone: 'Asia/Shanghai',
    calendar: 'cn',
    layers: [
      {
        name: 'holidays',
        people: ['chen', 'lin', 'zhao'],
        from: '2025-12-29',
        handOver: '09:00',
        every: '1d',
        hours: { holidays: ['00:00-24:00'] },
      },
      {
        name: 'days',
        people: ['zhao', 'lin'],
        from: '2025-12-29',
        handOver: '09:00',
        every: '1d',
        hours: { working: ['09:00-18:00'] },
      },
      { name: 'nights', people: ['lin', 'zhao', 'chen'], from: '2025-12-29', handOver: '09:00', every: '1w' },
    ],
  },
  {
    id: 'east-second',
    name: 'East, second',
    zone: 'Asia/Shanghai',
    calendar: 'cn',
    layers: [
      {
        name: 'by day',
        people: ['chen', 'lin'],
        from: '2025-12-29',
        handOver: '12:00',
        every: '1w',
        hours: { working: ['08:00-20:00'] },
      },
    ],
  },
  {
    id: 'west',
    name: 'West',
    team: 'west',
    zone: 'Europe/Berlin',
    calendar: 'de',
    // Hand-over in the hour that is left out in spring and comes twice in autumn.
    layers: [
      {
        name: 'all',
        people: ['meyer', 'braun', 'klein'],
        from: '2025-12-29',
        handOver: '02:30',
        every: ['4d', '3d'],
      },
    ],
  },
];

const absences: AbsenceRecord[] = [
  { id: 'lin-spring', person: 'lin', from: '2026-02-09T00:00Z', to: '2026-02-21T00:00Z', kind: 'vacation' },
  { id: 'braun-summer', person: 'braun', from: '2026-07-06', to: '2026-07-26', kind: 'vacation' },
  { id: 'chen-golden', person: 'chen', from: '2026-10-01', to: '2026-10-08', kind: 'vacation' },
  { id: 'zhao-golden', person: 'zhao', from: '2026-10-01', to: '2026-10-03', kind: 'sick' },
  {
    id: 'klein-ill',
    person: 'klein',
    from: '2026-11-02T08:00+01:00',
    to: '2026-11-05T12:00+01:00',
    kind: 'sick',
  },
];
const bothOn = (one: string, other: string, day: string) => ({
  agreed: [one, other].map((by) => ({ by, at: `${day}T12:00Z` })),
});
const swaps: SwapRecord[] = [
  {
    id: 'march',
    rota: 'east',
    person: 'zhao',
    with: 'chen',
    from: '2026-03-05T18:00+08:00',
    to: '2026-03-12T18:00+08:00',
    back: { from: '2026-03-16T09:00+08:00', to: '2026-03-23T09:00+08:00' },
    ...bothOn('zhao', 'chen', '2026-02-25'),
  },
  {
    id: 'clocks-back',
    rota: 'west',
    person: 'meyer',
    with: 'klein',
    from: '2026-10-24T00:00+02:00',
    to: '2026-10-26T00:00+01:00',
    ...bothOn('klein', 'meyer', '2026-10-01'),
  },
  // Asked, and never agreed to.
  {
    id: 'asked',
    rota: 'west',
    person: 'braun',
    with: 'klein',
    from: '2026-05-01T00:00Z',
    to: '2026-05-10T00:00Z',
    agreed: [{ by: 'braun', at: '2026-04-01T00:00Z' }],
  },
];
const overrides: OverrideRecord[] = [
  {
    id: 'audit',
    rota: 'east',
    people: ['chen', 'lin'],
    from: '2026-06-10T00:00+08:00',
    to: '2026-06-12T00:00+08:00',
    agreed: { by: 'chen', at: '2026-06-01T00:00Z' },
  },
  {
    id: 'christmas',
    rota: 'west',
    people: ['klein'],
    instead: 'meyer',
    from: '2026-12-24T12:00+01:00',
    to: '2026-12-27T12:00+01:00',
    agreed: { by: 'klein', at: '2026-12-01T00:00Z' },
  },
];

export const CHAINS: readonly Chain[] = [
  {
    id: 'east',
    team: 'east',
    customers: ['hongda'],
    steps: [
      { page: ['on-duty'], delay: '5m' },
      { page: [{ rota: 'east-second' }], delay: '10m' },
      { page: ['lead'], delay: '15m' },
    ],
    repeat: 1,
    lastResort: { page: ['manager'], every: '40m' },
    lapsesAfter: '30m',
  },
  {
    id: 'west',
    team: 'west',
    customers: ['nordwerk'],
    steps: [
      { page: ['on-duty'], delay: '10m' },
      { page: [{ team: 'west' }], delay: '10m', hours: 'de' },
      { page: [{ person: 'meyer' }, { person: 'braun' }], delay: '20m' },
    ],
    repeat: 2,
    lapsesAfter: '45m',
  },
  {
    id: 'west-critical',
    team: 'west',
    customers: ['nordwerk'],
    severities: ['critical'],
    steps: [
      { page: ['on-duty', 'lead'], delay: '4m' },
      { page: ['manager'], delay: '6m', channel: 'phone' },
    ],
    repeat: 0,
    lastResort: { page: [{ person: 'klein' }, 'lead'], every: '1h' },
  },
  // For cases that are given to the other team.
  {
    id: 'x-west',
    team: 'west',
    customers: ['hongda'],
    steps: [{ page: ['on-duty'], delay: '7m' }],
    repeat: 0,
    lastResort: { page: [{ person: 'klein' }], every: '45m' },
  },
  {
    id: 'x-east',
    team: 'east',
    customers: ['nordwerk'],
    steps: [
      { page: [{ rota: 'east-second' }], delay: '8m' },
      { page: ['assignee'], delay: '3m' },
      { page: ['lead', 'manager'], delay: '12m' },
    ],
    repeat: 0,
  },
];

const targets: Record<string, Record<string, string>> = {};
for (const [what, limit] of Object.entries(PROMISES)) {
  const [target = '', severity = ''] = what.split(' ');
  targets[target] = { ...targets[target], [severity]: `${limit}m` };
}

/** The directory as a file; JSON is YAML. */
export const directoryFile = JSON.stringify({
  customers: ['hongda', 'nordwerk', 'bluefield'].map((id) => ({ id, name: id })),
  people: Object.values(PEOPLE).flatMap((ids) =>
    ids.map((id) => ({ id, name: id, zone: zoneOf(id), ...reachOf(id) })),
  ),
  teams: Object.entries(PEOPLE).map(([id, members]) => ({ id, name: id, members, ...LEADS[id] })),
  policies: [
    { id: 'plain', targets },
    { id: 'none', targets: {} },
  ],
  contracts: ['hongda', 'nordwerk', 'bluefield'].map((customer) => ({
    id: customer,
    customer,
    policy: customer === 'bluefield' ? 'none' : 'plain',
    from: '2025-01-01',
    to: '2027-12-31',
  })),
  rotas,
  absences,
  swaps,
  overrides,
  chains: CHAINS,
});

/** The same for whoever walks through it. */
export const ROTAS: readonly Rota[] = rotas.map((rota) => rotaSchema.parse(rota));
export const CHANGES: DutyChanges = {
  absences: absences.map((one) => absenceOf(one, one.person === 'braun' ? 'Europe/Berlin' : 'Asia/Shanghai')),
  swaps: swaps.flatMap((one) => swapOf(one) ?? []),
  overrides: overrides.map(overrideOf),
  calendars: new Map(),
};
