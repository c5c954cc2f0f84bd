import { caseLife, type CaseState, isUnresolved } from '@watchcase/api';
import { describe, expect, it } from 'vitest';
import type { CaseChange, CaseEvent } from '../model/index.ts';
import type { DutyPerson } from './config.ts';
import { decidePages, endOfCase } from './decide-pages.ts';
import { createRoster } from './roster.ts';

const ada: DutyPerson = {
  name: 'Ada',
  language: 'en',
  severities: ['major', 'critical'],
  channels: ['hook', 'mail'],
};
const wang: DutyPerson = { name: '王芳', language: 'zh-CN', severities: ['critical'], channels: ['hook'] };

const facts = (duty: DutyPerson[]) => ({ roster: createRoster({ duty, people: [] }), now: 0 });

type Draft = [kind: CaseEvent['kind'], data?: Record<string, unknown>];

function change(drafts: readonly Draft[], more: Partial<CaseChange> = {}): CaseChange {
  const events = drafts.map(([kind, data = {}], index) => ({
    caseId: 12,
    seq: index + 5,
    time: 0,
    kind,
    actor: 'watchcase',
    text: '',
    data,
  }));
  return {
    caseId: 12,
    events,
    severity: 'critical',
    category: 'hardware',
    hostId: 'acme.db1',
    customerId: 'acme',
    acknowledged: false,
    detectedLate: false,
    turned: null,
    pagesHeldUntil: null,
    ...more,
  };
}

interface Case {
  name: string;
  drafts: Draft[];
  more?: Partial<CaseChange>;
  because: string;
  /** `reason person channel`. */
  pages: string[];
}

const opened = ['opened Ada hook', 'opened Ada mail', 'opened 王芳 hook'];
const cases: Case[] = [
  { name: 'a new case', drafts: [['opened']], because: 'page', pages: opened },
  {
    name: 'a severity for which only one person is paged',
    drafts: [['opened']],
    more: { severity: 'major' },
    because: 'page',
    pages: ['opened Ada hook', 'opened Ada mail'],
  },
  {
    name: 'a severity nobody is paged for',
    drafts: [['opened']],
    more: { severity: 'minor' },
    because: 'nobody',
    pages: [],
  },
  {
    name: 'late data',
    drafts: [['opened']],
    more: { detectedLate: true },
    because: 'detected-late',
    pages: [],
  },
  { name: 'a further alert', drafts: [['alert-joined']], because: 'nothing-new', pages: [] },
  {
    name: 'a worse fault in a case somebody has',
    drafts: [['alert-joined'], ['worsened'], ['severity-raised']],
    because: 'page',
    pages: opened.map((page) => page.replace('opened', 'worsened')),
  },
  {
    name: 'a case that is given back',
    drafts: [['given-back']],
    because: 'page',
    pages: opened.map((page) => page.replace('opened', 'given-back')),
  },
  {
    name: 'a case that is handed on: whom it goes to, whatever they are paged for otherwise',
    drafts: [['acknowledged'], ['handed-on', { from: 'Ada', to: '王芳' }]],
    more: { severity: 'minor', acknowledged: true, detectedLate: true },
    because: 'page',
    pages: ['handed-on 王芳 hook'],
  },
  {
    name: 'a case that somebody took over',
    drafts: [['handed-on', { from: 'Ada', to: 'watchcase' }]],
    more: { acknowledged: true },
    because: 'nothing-new',
    pages: [],
  },
  { name: 'another title', drafts: [['retitled']], because: 'nothing-new', pages: [] },
  {
    name: 'a case that became part of another',
    drafts: [['alert-moved'], ['merged']],
    because: 'nothing-new',
    pages: [],
  },
  { name: 'a note', drafts: [['note']], because: 'nothing-new', pages: [] },
  { name: 'a recovery', drafts: [['alert-recovered'], ['recovered']], because: 'nothing-new', pages: [] },
  { name: 'its own lines', drafts: [['page-queued'], ['page-sent']], because: 'nothing-new', pages: [] },
  {
    name: 'several reasons at once: the most urgent is paged',
    drafts: [['breached', { target: 'respond' }], ['severity-raised'], ['reopened']],
    because: 'page',
    pages: ['reopened Ada hook', 'reopened Ada mail', 'reopened 王芳 hook'],
  },
  {
    name: 'a higher severity, although acknowledged',
    drafts: [['severity-raised']],
    more: { acknowledged: true },
    because: 'page',
    pages: ['raised Ada hook', 'raised Ada mail', 'raised 王芳 hook'],
  },
  { name: 'a lower severity', drafts: [['severity-lowered']], because: 'nothing-new', pages: [] },
  {
    name: 'three quarters of the time to respond',
    drafts: [['warning', { target: 'respond', percent: 75 }]],
    because: 'page',
    pages: ['warning Ada hook', 'warning Ada mail', 'warning 王芳 hook'],
  },
  {
    name: 'the same once somebody has the case',
    drafts: [['warning', { target: 'respond', percent: 75 }]],
    more: { acknowledged: true },
    because: 'acknowledged',
    pages: [],
  },
  {
    name: 'half of the time',
    drafts: [['warning', { target: 'respond', percent: 50 }]],
    because: 'nothing-new',
    pages: [],
  },
  {
    name: 'a warning of another target',
    drafts: [['warning', { target: 'resolve', percent: 75 }]],
    because: 'nothing-new',
    pages: [],
  },
];

describe('whom a change pages', () => {
  it.each(cases)('$name', ({ drafts, more, because, pages }) => {
    const decision = decidePages(change(drafts, more), facts([ada, wang]));
    expect(decision.because).toBe(because);
    expect(decision.pages.map((page) => `${page.reason} ${page.person} ${page.channel}`)).toEqual(pages);
  });

  it('pages nobody where nobody is on duty', () => {
    expect(decidePages(change([['opened']]), facts([]))).toEqual({ because: 'nobody', pages: [] });
  });
});

it('whom a case is handed on to may be named in any way; the page names the person by id', () => {
  const roster = createRoster({ duty: [ada], people: [{ id: 'a-l', name: 'Ada' }] });
  const handed = (to: string) => change([['handed-on', { from: 'Bob', to }]], { acknowledged: true });
  for (const to of ['Ada', 'a-l', 'ADA'])
    expect(decidePages(handed(to), { roster, now: 0 }).pages).toMatchObject([
      { key: 'case-12-event-5-a-l-hook', person: 'a-l', channel: 'hook', address: null },
      { person: 'a-l', channel: 'mail' },
    ]);
  expect(decidePages(handed('Wang'), { roster, now: 0 }).pages).toEqual([]);
});

describe('that a person has ended the case', () => {
  const told = [
    { person: 'Ada', channel: 'hook', address: null, last: 'wrong' },
    { person: 'Ada', channel: 'incidents', address: null, last: 'wrong' },
    { person: '王芳', channel: 'hook', address: '77', last: 'perhaps' },
    { person: 'Bo', channel: 'hook', address: null, last: 'recovered' },
    { person: 'Cy', channel: 'hook', address: null, last: 'resolved' },
  ] as const;
  const roster = createRoster({ duty: [ada, wang], people: [] });
  const planned = (kind: 'resolved' | 'cancelled' | 'merged', actor: string) => {
    const it = change([[kind]]);
    const events = it.events.map((event) => ({ ...event, actor }));
    const incidents = new Set(['incidents']);
    const { pages } = decidePages({ ...it, events }, { roster, now: 0, told, incidents });
    return pages.map(({ reason, person, channel, address }) => `${reason} ${person} ${channel} ${address}`);
  };

  it('is told whoever was paged and does not know, and whatever keeps an incident for it', () => {
    const both = ['resolved Ada incidents null', 'resolved 王芳 hook 77'];
    expect(planned('resolved', 'ada')).toEqual(both);
    expect(planned('cancelled', 'Dora')).toEqual(['resolved Ada hook null', ...both]);
  });

  it('ends its incident however it has ended; of what became part of another case people are told there', () => {
    const incident = ['resolved Ada incidents null'];
    expect(planned('resolved', 'watchcase')).toEqual(incident);
    expect(planned('merged', 'watchcase')).toEqual(incident);
    expect(planned('merged', 'Dora')).toEqual(incident);
  });

  it('is known by every line by which a case can end', () => {
    const ending = Object.values(caseLife).filter(({ moves }) =>
      Object.entries(moves).some(
        ([from, next]) => isUnresolved(from as CaseState) && next !== 'before' && !isUnresolved(next),
      ),
    );
    const kinds = new Set(ending.map(({ event }) => event));
    expect(kinds).toEqual(new Set(['merged', 'resolved', 'cancelled', 'closed']));
    // A close of what is unresolved has the line `resolved` before its own.
    kinds.delete('closed');
    for (const kind of kinds) expect(endOfCase(change([[kind]])), kind).toBeDefined();
  });
});

it('who cannot be paged by any way is stood in for by everybody on duty', () => {
  const roster = createRoster({ duty: [ada], people: [{ id: 'lin', name: 'Lin' }] });
  const orders = [{ seq: 5, reason: 'lapsed', person: 'lin', step: null }] as never;
  expect(decidePages(change([['note']]), { roster, now: 0, orders }).pages).toMatchObject([
    { reason: 'lapsed', person: 'Ada', channel: 'hook' },
    { reason: 'lapsed', person: 'Ada', channel: 'mail' },
  ]);
});

describe('the key of a page', () => {
  it('is the same for the same cause, person and channel, and different for every other', () => {
    const again = change([['note'], ['opened']]);
    const keys = [change([['opened']]), again].flatMap((one) =>
      decidePages(one, facts([ada, wang])).pages.map(({ key }) => key),
    );
    expect(decidePages(again, facts([wang, ada])).pages.every(({ key }) => keys.includes(key))).toBe(true);
    expect(new Set(keys).size).toBe(6);
  });

  it('can travel as a header whatever people are called', () => {
    for (const { key } of decidePages(change([['opened']]), facts([{ ...wang, name: '王 芳\n' }])).pages)
      expect(key).toMatch(/^[\x21-\x7e]+$/);
  });
});
