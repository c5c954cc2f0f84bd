import { expect, it } from 'vitest';
import { samplePage } from '../../../test/harness/sample-page.ts';
import type { PageMessage } from '../model/index.ts';
import { pageText } from './texts.ts';

const page: PageMessage = {
  ...samplePage,
  reason: 'warning',
  case: {
    ...samplePage.case,
    customer: 'Acme',
    title: 'db1 is offline',
    recoveredAt: '2026-03-02T08:01:00.000Z',
  },
  respondBy: null,
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
