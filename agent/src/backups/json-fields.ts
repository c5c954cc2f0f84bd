/** What a tool printed as JSON; undefined when it is something else. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The members of an object; none of anything else. */
export function fieldsOf(raw: unknown): Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
    ? (raw as Record<string, unknown>)
    : {};
}

/** A list whose members are all what `read` makes of them; undefined when it is no list, or one of them is nothing of the kind. */
export function listOf<T>(raw: unknown, read: (raw: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(raw)) return undefined;
  const list = raw.map(read);
  return list.every((one) => one !== undefined) ? list : undefined;
}

/** Texts of a list; none when it is no list. */
export function textsOf(raw: unknown): string[] {
  return Array.isArray(raw) ? raw.filter((one) => typeof one === 'string') : [];
}

/** A text that says something; undefined of anything else. */
export function textOf(raw: unknown): string | undefined {
  return typeof raw === 'string' && raw !== '' ? raw : undefined;
}

/** A number, also one written as text; null of anything else. */
export function numberOf(raw: unknown): number | null {
  const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Unix milliseconds of an ISO 8601 time that names its zone, or of Unix seconds; null of anything else. A text without a zone is no moment. */
export function momentOf(raw: unknown): number | null {
  if (typeof raw === 'number') return Number.isFinite(raw) ? Math.round(raw * 1000) : null;
  if (typeof raw !== 'string' || !/(?:Z|[+-]\d\d:?\d\d)$/.test(raw)) return null;
  const time = Date.parse(raw);
  return Number.isNaN(time) ? null : time;
}
