import { caseEventSchema, type CaseEventView } from '@watchcase/api';
import { describe, expect, it } from 'vitest';
import { en } from '../texts/en/index.ts';
import { zhCn } from '../texts/zh-cn/index.ts';
import { eventWords, toneOf } from './event-words.ts';

const kinds = caseEventSchema.shape.kind.options;

function event(kind: CaseEventView['kind'], fields: Partial<CaseEventView> = {}): CaseEventView {
  return {
    seq: 1,
    time: '2026-03-02T08:00:00.000Z',
    kind,
    actor: 'Li Na',
    text: 'Disk is full',
    data: {},
    ...fields,
  };
}

function sentence(texts: typeof en, it: CaseEventView): string {
  const language = texts === en ? 'en' : 'zh-CN';
  return texts.events[it.kind](
    eventWords(it, { language, severity: texts.cases.severity, target: texts.eventFacts.targets }),
  );
}

describe.each([
  ['en', en],
  ['zh-CN', zhCn],
])('in %s', (_language, texts) => {
  it.each(kinds)('%s is a sentence, even without any data', (kind) => {
    const words = sentence(texts, event(kind));
    expect(words.length).toBeGreaterThan(2);
    expect(words).not.toMatch(/undefined|null|\[object/);
    expect(toneOf(kind)).toMatch(/^[a-z]+$/);
  });
});

it.each([
  [
    'severity-raised',
    { from: 'minor', severity: 'critical' },
    'Severity raised from Minor to Critical: Disk is full',
  ],
  ['note', { visibility: 'internal' }, 'Note by Li Na'],
  ['note', { visibility: 'customer', author: { role: 'engineer' } }, 'Note by Li Na to the customer'],
  ['note', { visibility: 'customer' }, 'Note by Li Na'],
  ['note', { visibility: 'customer', author: { role: 'customer' } }, 'Note by Li Na'],
  [
    'escalated',
    { because: 'nobody-on-duty', step: 1, steps: 2, round: 1, rounds: 3, away: 'Lin' },
    'Step 1 of 2 passes at once: nobody is on duty; away: Lin',
  ],
  [
    'escalated',
    { because: 'last-resort', time: 1, names: 'Lin', evenAway: true },
    'Nobody has answered: last resort, Lin asked, although they are away: nobody else is left',
  ],
  ['acknowledged', { via: 'link' }, 'Li Na took the case from the page’s link'],
  ['acknowledged', { via: 'console' }, 'Li Na took the case'],
  ['warning', { target: 'respond', percent: 75 }, '75% of the time to respond has passed'],
  ['breached', { target: 'resolve', percent: 100 }, 'Target missed: time to resolve'],
  [
    'page-retry',
    { person: 'Wang', channel: 'sms', attempt: 2, detail: 'HTTP 503' },
    'Page to Wang by sms did not go through (attempt 2); trying again',
  ],
  ['page-sent', { person: 'Wang', channel: 'sms', attempt: 1 }, 'Wang was paged by sms'],
  [
    'page-sent',
    { person: 'Wang', channel: 'sms', attempt: 1, others: ['C-3', 'C-4'] },
    'Wang was paged by sms, in one message with C-3, C-4',
  ],
] as const)('%s with its data', (kind, data, words) => {
  expect(sentence(en, event(kind, { data }))).toBe(words);
});

it.each([
  ['severity-raised', { from: 'minor', severity: 'critical' }, '级别由一般升为紧急：Disk is full'],
  ['breached', { target: 'resolve' }, '已超过解决时限'],
  ['opened', { titles: { en: 'Disk is full', 'zh-CN': '磁盘已满' } }, '故障单已生成：磁盘已满'],
  ['opened', {}, '故障单已生成：Disk is full'],
  [
    'page-sent',
    { person: '王', channel: 'sms', attempt: 1, newer: 'worsened', others: ['C-3'] },
    '已通过 sms 通知 王，与之后的通知合并（出现更严重的故障），与 C-3 合并为一条消息',
  ],
] as const)('%s in Chinese', (kind, data, words) => {
  expect(sentence(zhCn, event(kind, { data }))).toBe(words);
});
