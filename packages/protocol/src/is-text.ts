import { nameText } from './name-text.ts';

/** Something with parts, of which nothing is known yet. */
export type Raw = Readonly<Record<string, unknown>>;

/** A text of `min` to `max` characters, zero bytes not counted: textSchema by hand. */
export function isText(value: unknown, min: number, max: number): boolean {
  if (typeof value !== 'string') return false;
  const { length } = value.replaceAll('\0', '');
  return length >= min && length <= max;
}

/** A name of 1 to `max` visible characters: nameSchema by hand. */
export function isName(value: unknown, max: number): boolean {
  return typeof value === 'string' && isText(nameText(value), 1, max);
}

/** Anything that has parts; arrays too. */
export function isObject(raw: unknown): raw is Raw {
  return typeof raw === 'object' && raw !== null;
}
