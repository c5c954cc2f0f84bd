import type { PageMessage } from '../../model/index.ts';
import type { PageText } from '../texts.ts';

/** The other cases of a digest as plain lines (pure). */
export function otherLines({ others }: PageText): string[] {
  return others.map(({ label, url }) => `${label} ${url}`);
}

/** A page as plain lines (pure): the title, each fact, and both links whole, for wherever addresses can be tapped. */
export function linesWithLinks(page: PageMessage, text: PageText): string[] {
  return [
    text.subject,
    ...text.lines,
    `${text.acknowledge}: ${page.acknowledgeUrl}`,
    `${text.open}: ${page.caseUrl}`,
    ...otherLines(text),
  ];
}
