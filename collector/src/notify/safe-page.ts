import { safeLine } from '@watchcase/runtime';
import type { PageMessage } from '../model/index.ts';

/** A page whose every text fits a line and steers nothing: names and titles come from hosts. All channels get pages in this form. */
export function safePage(page: PageMessage): PageMessage {
  return safe(page);
}

function safe<T>(value: T): T {
  if (typeof value === 'string') return safeLine(value) as T;
  if (Array.isArray(value)) return value.map(safe) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, safe(one)])) as T;
}
