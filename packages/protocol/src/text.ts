import { z } from 'zod';

/** A text for people. Zero bytes are left out: no text of a host has one rightly, and PostgreSQL refuses to keep it. Length in characters. */
export function textSchema(bounds: { min?: number; max: number }) {
  const text = z
    .string()
    .overwrite((value) => value.replaceAll('\0', ''))
    .max(bounds.max);
  return bounds.min === undefined ? text : text.min(bounds.min);
}
