import { shippedCalendars } from '@watchcase/calendar';
import { describe, expect, it } from 'vitest';
import { type DutySpan, fairnessOf, findDoubleDuty, rotasFor } from './index.ts';

const at = (text: string) => Date.parse(`2026-${text}Z`);
const span = (from: string, to: string, ...people: string[]): DutySpan => ({
  from: at(from),
  to: at(to),
  people,
  layer: 'l',
  reason: 'turn',
  record: null,
});

describe('who is on duty twice', () => {
  const early = [span('01-05T00:00', '01-06T00:00', 'a'), span('01-06T00:00', '01-08T00:00', 'b', 'a')];
  const late = [span('01-05T12:00', '01-07T00:00', 'a')];
  const previewed = (more: object) => [
    { rota: { id: 'y', ...more }, spans: early },
    { rota: { id: 'x' }, spans: late },
  ];

  it('is found once for all the time they are', () => {
    expect(findDoubleDuty(previewed({}))).toEqual([
      { person: 'a', rotas: ['x', 'y'], from: at('01-05T12:00'), to: at('01-07T00:00') },
    ]);
  });

  it('is meant where rotas share their people, whichever says so', () => {
    expect(findDoubleDuty(previewed({ sharesWith: ['x'] }))).toEqual([]);
    expect(findDoubleDuty(previewed({ sharesWith: ['z'] }))).toHaveLength(1);
  });

  it('is not found where one follows the other', () => {
    const one = [span('01-05T00:00', '01-06T00:00', 'a')];
    const next = [span('01-06T00:00', '01-07T00:00', 'a')];
    expect(
      findDoubleDuty([
        { rota: { id: 'x' }, spans: one },
        { rota: { id: 'y' }, spans: next },
      ]),
    ).toEqual([]);
  });
});

describe('fairness', () => {
  const cn = { zone: 'Asia/Shanghai', calendar: shippedCalendars['cn'] };

  it('counts hours by months of the wall, and a night for whoever has half of it', () => {
    // From 31 January 22:00 to 1 February 02:00 in Shanghai: half the night, two hours in each month.
    const spans = [span('01-31T14:00', '01-31T18:00', 'a'), span('01-31T18:00', '01-31T21:59', 'b')];
    expect(fairnessOf([{ ...cn, spans }])).toEqual([
      { person: 'a', month: '2026-01', dutyMs: 7_200_000, nights: 1, holidays: 0 },
      { person: 'a', month: '2026-02', dutyMs: 7_200_000, nights: 0, holidays: 0 },
      { person: 'b', month: '2026-02', dutyMs: 14_340_000, nights: 0, holidays: 0 },
    ]);
  });

  it('counts days off by the calendar, not days that make up for them', () => {
    // Spring Festival is 15 to 23 February; Saturday 14 and 28 are worked. Hand-over at 12:00 there on the 16th: both have half of it.
    const spans = [span('02-13T16:00', '02-16T04:00', 'a'), span('02-16T04:00', '02-28T16:00', 'b')];
    expect(
      fairnessOf([{ ...cn, spans }]).map(({ person, nights, holidays }) => [person, nights, holidays]),
    ).toEqual([
      ['a', 3, 2],
      ['b', 12, 8],
    ]);
  });

  it('an hour on duty twice is one hour, and a night one night', () => {
    const spans = [span('03-02T00:00', '03-03T00:00', 'a')];
    expect(
      fairnessOf([
        { ...cn, spans },
        { ...cn, spans },
      ]),
    ).toEqual([{ person: 'a', month: '2026-03', dutyMs: 86_400_000, nights: 1, holidays: 0 }]);
  });

  it('a night over a change of the clock is as long as it is', () => {
    // 29 March in Berlin: the night has seven hours, half of them are over at 02:30 of the winter's time, three and a half hours after 22:00.
    const berlin = { zone: 'Europe/Berlin', calendar: undefined };
    const half = [span('03-28T21:00', '03-29T00:30', 'a')];
    const less = [span('03-28T21:00', '03-29T00:29', 'a')];
    expect(fairnessOf([{ ...berlin, spans: half }])[0]?.nights).toBe(1);
    expect(fairnessOf([{ ...berlin, spans: less }])[0]?.nights).toBe(0);
  });
});

describe('rotas that answer', () => {
  const rotas = [
    { id: 'all' },
    { id: 'data-east', skills: ['data'], regions: ['east'] },
    { id: 'data', skills: ['data'] },
    { id: 'east', regions: ['east'], team: 't' },
    { id: 'critical', severities: ['critical' as const] },
  ];
  const ids = (question: Parameters<typeof rotasFor>[1]) => rotasFor(rotas, question).map(({ id }) => id);

  it('come the narrowest first, and those for others not at all', () => {
    expect(ids({ skill: 'data', region: 'east', severity: 'critical' })).toEqual([
      'data-east',
      'data',
      'east',
      'critical',
      'all',
    ]);
    expect(ids({ skill: 'network', region: 'west', severity: 'minor' })).toEqual(['all']);
    expect(ids({ team: 't' })).toEqual(['east']);
    expect(ids({ rota: 'data' })).toEqual(['data']);
    expect(ids({})).toEqual(['all', 'critical', 'data', 'data-east', 'east']);
  });
});
