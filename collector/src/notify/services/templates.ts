import { escapeHtml, nearestWord } from '@watchcase/runtime';
import { z } from 'zod';
import type { PageMessage } from '../../model/index.ts';
import { isPageField, type PageField, pageFields } from './page-fields.ts';

const PLACE = /\{\{\s*(?<name>[^{}]*?)\s*\}\}/g;

/** How a value is written so that it stays one value, whatever is in it. */
export type Escape = (value: string) => string;

/** A text with places such as `{{title}}` in it. A name that no page has is a fault of the config. */
export const templateSchema = z.string().superRefine((template, context) => {
  for (const message of faultsOf(template)) context.addIssue({ code: 'custom', message });
});

/** Puts a page into a template (pure). What it puts there is never read as a template again. */
export function fillTemplate(template: string, page: PageMessage, escape: Escape = (value) => value): string {
  return fill(template, (name) => escape(pageFields[name](page)));
}

/** What is wrong with a template (pure): names that no page has. */
export function faultsOf(template: string): string[] {
  return [...template.matchAll(PLACE)].flatMap(({ groups }) => {
    const name = groups?.['name'] ?? '';
    if (isPageField(name)) return [];
    const known = Object.keys(pageFields);
    const meant = nearestWord(name, known);
    const fix = meant === undefined ? `known are ${known.join(', ')}` : `did you mean {{${meant}}}?`;
    return [`{{${name}}} is nothing that a page has; ${fix}`];
  });
}

/** Whether a body is JSON whatever is put into it (pure). */
export function isJsonTemplate(template: string): boolean {
  try {
    JSON.parse(fill(template, () => 'x'));
    return true;
  } catch {
    return false;
  }
}

/** How values are written in a body of this type (pure). */
export function escapeFor(contentType: string): Escape {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (isJson(contentType)) return (value) => JSON.stringify(value).slice(1, -1);
  if (type === 'application/x-www-form-urlencoded') return encodeURIComponent;
  if (/^(?:text|application)\/(?:html|(?:.+\+)?xml)$/.test(type)) return escapeHtml;
  return (value) => value;
}

/** True for JSON and what is built on it. */
export function isJson(contentType: string): boolean {
  return /^application\/(?:.+\+)?json\s*(?:;|$)/i.test(contentType.trim());
}

function fill(template: string, valueOf: (name: PageField) => string): string {
  return template.replaceAll(PLACE, (place: string, name: string) =>
    isPageField(name) ? valueOf(name) : place,
  );
}
