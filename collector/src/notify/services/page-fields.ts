import type { PageMessage } from '../../model/index.ts';
import { otherNumbers, shortText, shortTime, spokenText } from './short-text.ts';
import { otherLines } from './lines-with-links.ts';
import { pageText, placeOf, stateWord } from '../texts.ts';

/** What a template can have of a page, by the name that stands in it. All are texts; what a page does not have is empty. */
export const pageFields = {
  key: (page) => page.key,
  reason: (page) => page.reason,
  person: (page) => page.person,
  address: (page) => page.address ?? '',
  language: (page) => page.language,
  subject: (page) => pageText(page).subject,
  text: (page) => [...pageText(page).lines, ...otherLines(pageText(page))].join('\n'),
  short: (page) => [pageText(page).subject, ...shortText(page).lines, ...otherNumbersOf(page)].join('\n'),
  spoken: spokenText,
  severity: (page) => page.case.severity,
  state: stateWord,
  id: (page) => String(page.case.id),
  number: (page) => page.case.number,
  title: (page) => [...otherNumbersOf(page), page.case.title].join('; '),
  category: (page) => page.case.category,
  customer: (page) => page.case.customer,
  site: (page) => page.case.site ?? '',
  host: (page) => page.case.host ?? '',
  place: placeOf,
  openedAt: (page) => page.case.openedAt,
  since: (page) => shortTime(page.case.openedAt, page),
  recoveredAt: (page) => page.case.recoveredAt ?? '',
  respondBy: (page) => page.respondBy ?? '',
  due: (page) => (page.respondBy === null ? '' : shortTime(page.respondBy, page)),
  solution: (page) => page.known?.solution ?? '',
  runbook: (page) => page.runbook ?? '',
  acknowledgeUrl: (page) => page.acknowledgeUrl,
  caseUrl: (page) => page.caseUrl,
} as const satisfies Record<string, (page: PageMessage) => string>;

/** First in a title, where a text message has room for a few signs only. */
function otherNumbersOf(page: PageMessage): string[] {
  return page.others === undefined ? [] : [otherNumbers(page, ' ')];
}

/** Name of a field. */
export type PageField = keyof typeof pageFields;

/** Whether a template may have this name in it. */
export function isPageField(name: string): name is PageField {
  return Object.hasOwn(pageFields, name);
}
