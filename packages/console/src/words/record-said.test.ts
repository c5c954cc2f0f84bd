import { expect, it } from 'vitest';
import { en } from '../texts/en/index.ts';
import { zhCn } from '../texts/zh-cn/index.ts';
import { calendarDayText } from './moment.ts';
import { fieldsRead, recordFields } from './record-fields.ts';
import { fieldSaid, namedIn, type RecordWords, titleSaid } from './record-said.ts';
import { durationSaid } from './span.ts';

const chain = {
  severities: ['critical', 'major'],
  categories: ['network', 'of-their-own'],
  steps: [
    { page: ['on-duty'], delay: '5m' },
    { page: ['lead', { team: 'west' }], delay: '10m', channel: 'phone', hours: 'business' },
  ],
  team: 'west',
  lastResort: { page: ['manager', { person: 'on-duty' }], every: '90m' },
  lapsesAfter: '2wd',
  note: 'on-duty',
};

it.each([
  ['severities', 'Critical, Major', '紧急、严重'],
  ['categories', 'Network, of-their-own', '网络、of-their-own'],
  [
    'steps',
    'who is on duty; 5 min to answer\nlead, team West; 10 min to answer; by phone; only in business hours',
    '值班人员；等待响应 5分钟\n组长、班组 West；等待响应 10分钟；通过 phone；仅限工作时间',
  ],
  ['lastResort.page', 'manager, person on-duty', '经理、人员 on-duty'],
  ['note', 'on-duty', 'on-duty'],
  ['lastResort.every', '90 min', '90分钟'],
  ['lapsesAfter', '2 working days', '2 个工作日'],
  ['team', 'West', 'West'],
  ['customers', '', ''],
])('%s of a chain is read in the language of the reader', (path, english, chinese) => {
  const field = recordFields.chains.find((one) => one.path === path);
  if (field === undefined) throw new Error(`chains have no ${path}`);
  const said = [en, zhCn].map((texts) => fieldSaid(chain, field, wordsOf(texts)));
  expect(said).toEqual([english, chinese]);
});

it('days and moments are read as such, names instead of ids, and what is named is found once', () => {
  const swap = {
    rota: 'east',
    person: 'lin',
    with: 'west',
    from: '2026-03-02T09:00+08:00',
    to: '2026-03-09',
    back: { from: '2026-03-09' },
  };
  const fields = fieldsRead('swaps');
  const said = fields.map((field) => fieldSaid(swap, field, wordsOf(en)));
  expect(said).toEqual([
    'east',
    'lin',
    'West',
    'at 2026-03-02T09:00+08:00',
    '9 Mar 2026',
    '9 Mar 2026',
    '',
    '',
  ]);
  expect(namedIn(swap, fields)).toEqual([
    { kind: 'rotas', id: 'east' },
    { kind: 'people', id: 'lin' },
    { kind: 'people', id: 'west' },
  ]);
  expect(namedIn({ ...chain, team: undefined }, fieldsRead('chains'))).toEqual([
    { kind: 'teams', id: 'west' },
    { kind: 'people', id: 'on-duty' },
  ]);
});

it.each([
  [
    'absences',
    { person: 'lin', from: '2026-02-16', to: '2026-02-20' },
    'lin is away: 2026-02-16..2026-02-20',
  ],
  [
    'overrides',
    { people: ['west', 'lin'], instead: 'a', from: 'x', to: 'y' },
    'West, lin on duty for a: x..y',
  ],
  ['overrides', { people: ['lin'], from: 'x', to: 'y' }, 'lin on duty: x..y'],
  ['swaps', { person: 'lin', with: 'west', from: 'x', to: 'y' }, 'lin ⇄ West: x..y'],
  ['teams', { name: 'East' }, undefined],
] as const)('one of %s is called by who and when', (kind, data, title) => {
  const words = { ...wordsOf(en), span: (from: string, to: string) => `${from}..${to}` };
  expect(titleSaid({ kind, data }, en.records.titles, words)).toBe(title);
});

it('a rota and a service policy name people and calendars inside of them', () => {
  const layers = [{ people: ['lin', ['zhao', 'lin']], calendar: 'de' }, { people: ['chen'] }];
  expect(namedIn({ layers }, [], 'rotas').map(({ id }) => id)).toEqual(['lin', 'zhao', 'de', 'chen']);
  const policy = {
    targets: {
      respond: { critical: { in: '5m', hours: 'night', outside: { in: '1h', hours: 'business' } } },
    },
    warn: { '50': ['assignee'], resolve: { '90': [{ person: 'qian' }] } },
  };
  expect(namedIn(policy, [], 'policies')).toEqual([
    { kind: 'calendars', id: 'night' },
    { kind: 'people', id: 'qian' },
  ]);
});

function wordsOf({ cases, directory, shell }: typeof en): RecordWords {
  return {
    ...directory.said,
    and: shell.and,
    name: (_, id) => (id === 'west' ? 'West' : id),
    duration: (written) => durationSaid(written, shell.unit, shell.workingDays),
    day: (written) => calendarDayText(written, 'en'),
    moment: (written) => `at ${written}`,
    values: { severities: cases.severity, categories: cases.category },
  };
}
