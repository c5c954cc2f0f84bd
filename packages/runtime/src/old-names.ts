import type { z } from 'zod';

/** A setting under the name it had. */
interface OldName {
  path: readonly (string | number)[];
  old: string;
  now: string;
}

/**
 * A value with the names of a schema whose names are all in one style (`passwordFile`): the other one (`password_file`) is taken for a name that the schema has. A
 * setting that once was written so, or that another program writes so, is no fault. A name that neither form of is known stays as it is.
 */
export function newNames(schema: z.ZodType, value: unknown): { value: unknown; oldNames: OldName[] } {
  const first = schema.safeParse(value);
  const candidates = first.success ? [] : oldNamesIn(first.error.issues, value);
  if (candidates.length === 0) return { value, oldNames: [] };
  const tried = schema.safeParse(renamed(value, candidates));
  const unknown = new Set(tried.success ? [] : unknownKeys(tried.error.issues).map(keyOf));
  const oldNames = candidates.filter(({ path, now }) => !unknown.has(keyOf({ path, key: now })));
  return { value: renamed(value, oldNames), oldNames };
}

interface UnknownKey {
  path: readonly (string | number)[];
  key: string;
}

function unknownKeys(issues: readonly z.core.$ZodIssue[]): UnknownKey[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [];
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    return issue.keys.map((key) => ({ path, key }));
  });
}

function oldNamesIn(issues: readonly z.core.$ZodIssue[], value: unknown): OldName[] {
  return unknownKeys(issues).flatMap(({ path, key }) => {
    const now = key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const section = path.reduce<unknown>((at, part) => (at as Record<string | number, unknown>)[part], value);
    const isFree =
      now !== key && typeof section === 'object' && section !== null && !Object.hasOwn(section, now);
    return isFree ? [{ path, old: key, now }] : [];
  });
}

function keyOf({ path, key }: UnknownKey): string {
  return JSON.stringify([path, key]);
}

/** A copy with the names of now, in the order that was. */
function renamed(
  value: unknown,
  names: readonly OldName[],
  path: readonly (string | number)[] = [],
): unknown {
  if (Array.isArray(value)) return value.map((item, index) => renamed(item, names, [...path, index]));
  if (typeof value !== 'object' || value === null) return value;
  const here = JSON.stringify(path);
  const own = names.filter((one) => JSON.stringify(one.path) === here);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      own.find(({ old }) => old === key)?.now ?? key,
      renamed(item, names, [...path, key]),
    ]),
  );
}
