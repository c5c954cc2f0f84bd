import type { PageMessage } from '../../model/index.ts';
import { cutText } from './cut-text.ts';
import { fillTemplate } from './templates.ts';

/**
 * A page as a value of a variable in an approved text message (pure): no longer than the operator allows, and without what would make it an address, which no
 * variable may be: the link stands in the approved text, ending in the number of the case.
 */
export function smsParameter(template: string, page: PageMessage, longest: number): string {
  const text = fillTemplate(template, page)
    .replaceAll(/[a-z]+:\/\/|\bwww\./gi, '')
    .trim();
  return cutText(text === '' ? '-' : text, longest);
}
