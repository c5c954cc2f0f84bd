import { z } from 'zod';
import { nameText } from './name-text.ts';

/** The name of something that hosts speak of, as `nameText` makes it. Length in characters. */
export function nameSchema(bounds: { min?: number; max: number }) {
  const name = z.string().overwrite(nameText).max(bounds.max);
  return bounds.min === undefined ? name : name.min(bounds.min);
}

/** A text for people. Zero bytes are left out: no text of a host has one rightly, and PostgreSQL refuses to keep it. Length in characters. */
export function textSchema(bounds: { min?: number; max: number }) {
  const text = z
    .string()
    .overwrite((value) => value.replaceAll('\0', ''))
    .max(bounds.max);
  return bounds.min === undefined ? text : text.min(bounds.min);
}
