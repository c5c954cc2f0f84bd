import { describe, expect, it } from 'vitest';
import { type MethodsQuestion, methodsAt, type Reach, reachFaults } from './index.ts';

const chat = { id: 'chat', channel: 'telegram', address: '77' };
const phone = { id: 'phone', channel: 'voice', address: '+8613800138000' };
const reach: Reach = {
  methods: [phone, chat],
  rules: [
    { methods: ['chat'] },
    { severities: ['critical', 'major'], methods: ['phone'], after: '3m' },
    { severities: ['critical'], hours: { 'mon-fri': ['22:00-07:00'] }, methods: ['phone'] },
  ],
  quiet: { from: '22:00', to: '07:00' },
};
const MIN = 60_000;
/** A Monday in China: noon, and close to midnight. */
const NOON = Date.parse('2026-03-02T12:00:00+08:00');
const NIGHT = Date.parse('2026-03-02T23:50:00+08:00');
const MORNING = Date.parse('2026-03-03T07:00:00+08:00');

/** `id after held`, minutes and Unix milliseconds. */
function used(of: Reach, more: Partial<MethodsQuestion> = {}): string[] {
  const question = {
    severity: 'critical',
    at: NOON,
    zone: 'Asia/Shanghai',
    isUsable: () => true,
    ...more,
  } as const;
  return methodsAt(of, question).map(
    ({ method, afterMs, heldUntil }) =>
      `${method.id} ${afterMs / MIN}${heldUntil === null ? '' : ` ${new Date(heldUntil).toISOString()}`}`,
  );
}

describe('by which methods somebody is reached', () => {
  it.each<[string, Partial<MethodsQuestion>, string[]]>([
    ['chat at once, phone after three minutes', {}, ['chat 0', 'phone 3']],
    ['a severity that no rule of the phone names', { severity: 'minor' }, ['chat 0']],
    ['at night the soonest rule counts', { at: NIGHT }, ['phone 0', 'chat 0']],
    [
      'Saturday is no day of that rule',
      { at: Date.parse('2026-03-07T23:00:00+08:00') },
      ['chat 0', 'phone 3'],
    ],
    [
      'the night that began on Friday is',
      { at: Date.parse('2026-03-07T06:59:00+08:00') },
      ['phone 0', 'chat 0'],
    ],
    ['what may not be used is not', { isUsable: ({ id }) => id === 'chat' }, ['chat 0']],
    [
      'a method that only later rules name comes first where nothing else may be used',
      { severity: 'minor', isUsable: ({ id }) => id === 'phone' },
      ['phone 0'],
    ],
    ['nothing may be used', { isUsable: () => false }, []],
    ['somebody asks for another one', { wanted: [phone] }, ['phone 0']],
  ])('%s', (_, more, expected) => {
    expect(used(reach, more)).toEqual(expected);
  });

  it('without rules: by all, at once', () => {
    expect(used({ methods: [phone, chat] })).toEqual(['phone 0', 'chat 0']);
    expect(used({})).toEqual([]);
  });
});

describe('quiet hours', () => {
  const end = new Date(MORNING).toISOString();
  const later = new Date(MORNING + 3 * MIN).toISOString();
  it.each<[string, Partial<MethodsQuestion>, string[]]>([
    [
      'hold back what is not critical until they end; the phone waits for an answer from then',
      { at: NIGHT, severity: 'major' },
      [`chat 0 ${end}`, `phone 3 ${later}`],
    ],
    ['never hold back what is critical', { at: NIGHT }, ['phone 0', 'chat 0']],
    [
      'begin while an answer is waited for',
      { at: Date.parse('2026-03-02T21:58:00+08:00'), severity: 'major' },
      ['chat 0', `phone 3 ${end}`],
    ],
    ['are over at their end', { at: MORNING, severity: 'major' }, ['chat 0', 'phone 3']],
    [
      'hold back what was asked for, too',
      { at: NIGHT, severity: 'major', wanted: [phone] },
      [`phone 0 ${end}`],
    ],
  ])('%s', (_, more, expected) => {
    expect(used(reach, more)).toEqual(expected);
  });

  it('only on their days, by the day on which they begin', () => {
    const weekend = { ...reach, rules: [], quiet: { from: '22:00', to: '07:00', days: ['fri-sat'] } };
    expect(used(weekend, { severity: 'minor', at: NIGHT })).toEqual(['phone 0', 'chat 0']);
    const sunday = Date.parse('2026-03-08T06:00:00+08:00');
    expect(used(weekend, { severity: 'minor', at: sunday })[0]).toBe(
      `phone 0 ${new Date(sunday + 60 * MIN).toISOString()}`,
    );
  });

  it('end on the wall of the person, also in the night in which clocks are set', () => {
    const at = Date.parse('2026-03-28T23:00:00+01:00');
    const quiet = { methods: [chat], quiet: { from: '22:00', to: '07:00' } };
    expect(used(quiet, { severity: 'minor', zone: 'Europe/Berlin', at })).toEqual([
      'chat 0 2026-03-29T05:00:00.000Z',
    ]);
  });
});

it('a rule names methods that there are, and each has an id of its own', () => {
  expect(reachFaults(reach)).toEqual([]);
  expect(reachFaults({ methods: [chat, chat], rules: [{ methods: ['pager'] }] })).toMatchObject([
    { path: ['methods', 1, 'id'] },
    { path: ['rules', 0, 'methods', 0] },
  ]);
});
