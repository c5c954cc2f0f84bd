import type { CaseDetail } from '@watchcase/api';
import { describe, expect, it } from 'vitest';
import { checkCases } from './check-cases.ts';
import { checkPages } from './check-pages.ts';
import { expectedFiring } from './expected-firing.ts';
import type { Delivery, Expected } from './facts.ts';

const OPENED = Date.UTC(2026, 2, 2, 8);
const iso = (afterMs: number) => new Date(OPENED + afterMs).toISOString();

type Line = CaseDetail['timeline'][number];
const line = (seq: number, kind: Line['kind'], data: Line['data'] = {}): Line => ({
  seq,
  time: iso(seq - 1),
  kind,
  actor: 'watchcase',
  text: '',
  data,
});
const page = { reason: 'opened', person: 'Li Wei', channel: 'hook' };

const sound: CaseDetail = {
  id: 1,
  number: 'C-1',
  title: 'erp is not running on db1',
  titles: { en: 'erp is not running on db1', 'zh-CN': 'db1 上的 erp 未在运行' },
  state: 'open',
  severity: 'critical',
  category: 'software',
  customer: { id: 'acme', name: 'acme' },
  site: { id: 'main', name: 'main' },
  host: { id: 'acme.db1', name: 'db1' },
  source: 'alert',
  kind: 'fault',
  openedAt: iso(0),
  acknowledgedAt: null,
  acknowledgedBy: null,
  recoveredAt: iso(5),
  resolvedAt: null,
  closedAt: null,
  comesBackAt: null,
  onHold: null,
  assignee: null,
  team: null,
  watchers: [],
  confirmedAt: null,
  rating: null,
  detectedLate: false,
  clocks: [
    {
      target: 'respond',
      limitSeconds: 900,
      due: iso(900_000),
      state: 'running',
      stoppedAt: null,
      paused: null,
      isProvisional: false,
    },
    {
      target: 'resolve',
      limitSeconds: 14_400,
      due: iso(14_400_000),
      state: 'running',
      stoppedAt: null,
      paused: null,
      isProvisional: false,
    },
  ],
  nextDue: iso(900_000),
  breached: false,
  policy: 'standard@1',
  contract: null,
  outside: null,
  mailTag: '[C-1:000000000000]',
  timelineCount: 5,
  alertCount: 1,
  timeline: [
    line(1, 'opened', { alertId: 'a' }),
    line(2, 'page-queued', page),
    line(3, 'page-sent', page),
    line(4, 'alert-recovered', { alertId: 'a' }),
    line(5, 'recovered'),
    line(6, 'page-queued', { ...page, reason: 'recovered' }),
    line(7, 'page-sent', { ...page, reason: 'recovered' }),
  ],
  alerts: [
    {
      id: 'a',
      rule: 'service/process-stopped',
      host: 'acme.db1',
      labels: {},
      title: 'erp is not running on db1',
      titles: { en: 'erp is not running on db1', 'zh-CN': 'db1 上的 erp 未在运行' },
      state: 'resolved',
      severity: 'critical',
      activeSince: iso(0),
      firedAt: iso(0),
      resolvedAt: iso(4),
      value: 0,
      caseId: 1,
      said: null,
      why: null,
    },
  ],
  evidence: [],
};
const expected: Expected = {
  hostId: 'acme.db1',
  category: 'software',
  severity: 'critical',
  rules: ['service/process-stopped'],
  undone: true,
};
const delivery: Delivery = {
  key: 'case-1-event-1-Li Wei-hook',
  receivedAt: OPENED + 40,
  caseId: 1,
  reason: 'opened',
  says: 'wrong',
};
const over: Delivery = {
  ...delivery,
  key: 'case-1-event-5-Li Wei-hook',
  receivedAt: OPENED + 90_000,
  reason: 'recovered',
  says: 'recovered',
};

describe('cases', () => {
  const timeline = (change: (lines: Line[]) => Line[]) => ({
    ...sound,
    timeline: change([...sound.timeline]).map((one, index) => ({ ...one, seq: index + 1 })),
  });
  const faulty: [string, CaseDetail[], RegExp][] = [
    ['lost', [], /is lost/],
    ['doubled', [sound, { ...sound, id: 2, number: 'C-2' }], /has 2 cases/],
    ['opened for nothing', [sound, { ...sound, id: 2, number: 'C-2', category: 'data' }], /for no fault/],
    ['too mild', [{ ...sound, severity: 'major' }], /severity is major/],
    ['due to be resolved a second late', [{ ...sound, openedAt: iso(-1000) }], /resolve due is/],
    [
      'due to be answered before it was reopened',
      [timeline((lines) => [...lines, line(6, 'resolved'), line(7, 'reopened', { alertId: 'a' })])],
      /respond due is/,
    ],
    ['without its evidence', [{ ...sound, alerts: [] }], /rules is/],
    ['not recovered', [{ ...sound, recoveredAt: null }], /recovered is false/],
    ['with a line missing', [{ ...sound, timeline: sound.timeline.slice(1) }], /number is 2/],
    [
      'opened twice',
      [timeline((lines) => [...lines, line(6, 'opened', { alertId: 'a' })])],
      /is the opening is true/,
    ],
    [
      'fired twice',
      [timeline((lines) => lines.toSpliced(1, 0, line(2, 'recurred', { alertId: 'a' })))],
      /fired twice/,
    ],
    [
      'recovered twice',
      [timeline((lines) => lines.toSpliced(4, 0, line(5, 'alert-recovered', { alertId: 'a' })))],
      /recovered twice/,
    ],
    [
      'recovered too early',
      [timeline((lines) => lines.toSpliced(1, 0, line(2, 'recovered')))],
      /while an alert fires/,
    ],
  ];

  it('are sound', () => {
    expect(checkCases({ expected: [expected], cases: [sound] })).toEqual([]);
  });
  it.each(faulty)('%s', (_name, cases, fault) => {
    expect(checkCases({ expected: [expected], cases }).join('\n')).toMatch(fault);
  });
});

describe('pages', () => {
  const faulty: [string, Delivery[], CaseDetail[], RegExp][] = [
    ['lost on the way', [over], [sound], /of 1 pages "opened" 0 were received/],
    ['under two keys', [delivery, { ...delivery, key: 'other' }, over], [sound], /2 were received/],
    [
      'twice within the window',
      [delivery, { ...delivery, receivedAt: delivery.receivedAt + 15_000 }, over],
      [sound],
      /came twice in 15000 ms/,
    ],
    ['of no case', [delivery, { ...delivery, caseId: 9 }], [sound], /does not exist/],
    [
      'never planned',
      [],
      [{ ...sound, timeline: sound.timeline.filter(({ kind }) => !kind.startsWith('page-')) }],
      /nobody was paged/,
    ],
    [
      'never finished',
      [delivery, over],
      [{ ...sound, timeline: sound.timeline.filter(({ kind }) => kind !== 'page-sent') }],
      /of 1 pages "opened" 0 were sent/,
    ],
    ['that leave somebody to believe it is still wrong', [delivery], [sound], /last page says wrong/],
    [
      'that were withdrawn though nothing made them wrong',
      [delivery],
      [
        {
          ...sound,
          timeline: sound.timeline.map((one) =>
            one.seq === 7
              ? line(7, 'page-failed', {
                  ...page,
                  reason: 'recovered',
                  detail: 'withdrawn: it was told already',
                })
              : one,
          ),
        },
      ],
      /last page says wrong/,
    ],
  ];

  it('are sound, a repetition after the window included', () => {
    const again = { ...delivery, receivedAt: delivery.receivedAt + 20_500 };
    expect(checkPages({ cases: [sound], deliveries: [delivery, again, over] })).toEqual([]);
  });
  it.each(faulty)('%s', (_name, deliveries, cases, fault) => {
    expect(checkPages({ cases, deliveries }).join('\n')).toMatch(fault);
  });
});

describe('the firing that samples demand', () => {
  const terms = { forMs: 3000, intervalMs: 1000 };
  const samples = (text: string) =>
    text
      .split('')
      .flatMap((sign, second) => (sign === '_' ? [] : [{ time: second * 1000, holds: sign === 'x' }]));
  it.each([
    ['xxxx', 3000],
    ['.xxxx', 4000],
    ['xxx.xxx', null],
    ['xx_xx', 3000],
    ['xx____xxx', 8000],
    ['x______x______x', null],
    ['....', null],
  ])('%s', (text, at) => {
    expect(expectedFiring(samples(text), terms)).toBe(at);
  });
});
