import type { z } from 'zod';
import { nearestWord } from './nearest-word.ts';
import { sentenceOf } from './sentence-of-issue.ts';

/** One thing that is wrong with a value. */
export interface Problem {
  /** Names and indexes that lead to it. */
  path: (string | number)[];
  /** True when the last of the path is a name that is not known there. */
  isUnknown: boolean;
  message: string;
  /** What to do; undefined when the message says it. */
  fix?: string;
}

/** Of so many unknown names in one map each is told. */
const MOST_NAMES = 20;

/** Names of a map with more are looked up in its docs. */
const MOST_KNOWN = 14;

/** A value by its schema, or everything that is wrong with it, in words for whoever wrote it. */
export function parseBy<S extends z.ZodType>(
  schema: S,
  value: unknown,
): { data: z.output<S> } | { problems: Problem[] } {
  const known = new WeakMap<object, readonly string[]>();
  const parsed = schema.safeParse(value, {
    error(issue) {
      if (issue.code === 'unrecognized_keys') known.set(issue.keys, namesOf(issue.inst?._zod.def));
      return sentenceOf(issue);
    },
  });
  if (parsed.success) return { data: parsed.data };
  return { problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, [], known)) };
}

/** The names that a map may have, by the definition of its schema. */
function namesOf(definition: unknown): string[] {
  const { shape, keyType } = (definition ?? {}) as { shape?: object; keyType?: { options?: unknown } };
  if (shape !== undefined) return Object.keys(shape);
  return Array.isArray(keyType?.options) ? keyType.options.map(String) : [];
}

function problemsOf(
  issue: z.core.$ZodIssue,
  above: Problem['path'],
  known: WeakMap<object, readonly string[]>,
): Problem[] {
  const path = [...above, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  if (issue.code === 'unrecognized_keys') {
    const names = known.get(issue.keys) ?? [];
    return issue.keys.slice(0, MOST_NAMES).map((key) => unknownName([...path, key], key, names));
  }
  // Of several forms the one is meant that the value has at all.
  const meant =
    issue.code === 'invalid_union' ? issue.errors.find((form) => !isOtherKind(form[0])) : undefined;
  if (meant !== undefined) return meant.flatMap((one) => problemsOf(one, path, known));
  return [{ path, isUnknown: issue.code === 'invalid_key', message: issue.message }];
}

function isOtherKind(first: z.core.$ZodIssue | undefined): boolean {
  return first === undefined || (first.code === 'invalid_type' && first.path.length === 0);
}

function unknownName(path: Problem['path'], name: string, known: readonly string[]): Problem {
  const meant = nearestWord(name, known);
  const fix =
    meant !== undefined
      ? { fix: `did you mean "${meant}"?` }
      : known.length === 0 || known.length > MOST_KNOWN
        ? {}
        : { fix: `known are ${known.join(', ')}` };
  return { path, isUnknown: true, message: 'is not known here', ...fix };
}
