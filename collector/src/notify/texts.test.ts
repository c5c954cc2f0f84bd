import { expect, it } from 'vitest';
import type { PageMessage } from '../model/index.ts';
import { pageText } from './texts.ts';

const page: PageMessage = {
  key: 'k',
  reason: 'warning',
  person: 'Ada',
  case: {
    id: 12,
    number: 'C-12',
    title: 'db1 is offline',
    severity: 'critical',
    category: 'network',
    customer: 'Acme',
    site: 'main',
    host: 'db1',
    openedAt: '2026-03-02T08:00:00.000Z',
    recoveredAt: '2026-03-02T08:01:00.000Z',
  },
  respondBy: null,
  missed: [],
  facts: [],
  known: null,
  outside: null,
  runbook: null,
  acknowledgeUrl: 'http://127.0.0.1/a/x',
  caseUrl: 'http://127.0.0.1/cases/12',
  language: 'en',
  zone: 'UTC',
};

it('a page about a case that has recovered says so, and claims nothing else', () => {
  const { subject, lines } = pageText(page);
  expect(subject).toBe('[RECOVERED] C-12 db1 is offline');
  expect(lines).toContain('Recovered at 2026-03-02 08:01:00 UTC: nothing is wrong any more');
  expect(lines.filter((line) => line.includes('offline'))).toEqual([]);
  expect(pageText({ ...page, language: 'zh-CN' }).subject).toBe('[已恢复] C-12 db1 is offline');
});

it('a page tells times as the reader’s own clock shows them', () => {
  const { lines } = pageText({ ...page, zone: 'Asia/Shanghai', respondBy: '2026-03-02T20:15:00.000Z' });
  expect(lines).toContain('Opened: 2026-03-02 16:00:00 Asia/Shanghai (UTC+8)');
  expect(lines).toContain('Answer by: 2026-03-03 04:15:00 Asia/Shanghai (UTC+8)');
});

it('a page about several hosts of a site names the site', () => {
  const it = pageText({ ...page, case: { ...page.case, host: null, recoveredAt: null } });
  expect(it.lines).toContain('Where: Acme / main');
  expect(it.subject).toBe('[CRITICAL] C-12 db1 is offline');
});
