import { safeLine } from '@watchcase/runtime';
import type { PageMessage } from '../../../model/index.ts';
import { pageText } from '../../texts.ts';

const RULE = '━'.repeat(72);

/** A page as a box of plain lines (pure). No border on the right: Chinese characters are two columns wide, and links must stay whole. */
export function boxOf(page: PageMessage): string {
  const { subject, lines, acknowledge, open } = pageText(page);
  const body = [
    `${subject}  (${page.person})`,
    '',
    ...lines,
    '',
    `${acknowledge}: ${page.acknowledgeUrl}`,
    `${open}: ${page.caseUrl}`,
  ];
  const rows = body.map((line) => `┃ ${safeLine(line)}`.trimEnd());
  return ['', `┏${RULE}`, ...rows, `┗${RULE}`, '', ''].join('\n');
}
