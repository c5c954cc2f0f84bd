import type { PageMessage } from '../../collector/src/model/index.ts';

/** A page with every part. */
export const samplePage: PageMessage = {
  key: 'case-12-event-1-%E7%8E%8B-hook',
  reason: 'opened',
  person: '王芳',
  address: null,
  case: {
    id: 12,
    number: 'C-12',
    title: 'Disk /var is full',
    severity: 'critical',
    category: 'hardware',
    customer: 'Acme <Labs> & Co',
    site: 'main',
    host: 'db1',
    openedAt: '2026-03-02T08:00:00.000Z',
    recoveredAt: null,
  },
  respondBy: '2026-03-02T08:15:00.000Z',
  missed: [],
  facts: ['/var is 97 % full', '/home is 99 % full'],
  known: null,
  outside: null,
  runbook: 'https://runbooks.example.com/disk',
  acknowledgeUrl: 'https://watchcase.example.com/a/x.y',
  caseUrl: 'https://watchcase.example.com/cases/12',
  language: 'en',
  zone: 'UTC',
};

/** The same for a row of the queue: whose case, for whom, under which key. */
export function samplePageOf({
  key,
  person,
  case_id: id,
}: {
  key: string;
  person: string;
  case_id: number;
}): PageMessage {
  return { ...samplePage, key, person, case: { ...samplePage.case, id, number: `C-${id}` } };
}
