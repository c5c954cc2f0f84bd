import type { z } from 'zod';

type RawIssue = z.core.$ZodRawIssue;
type Issue = z.core.$ZodIssue;

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map of names and values',
  record: 'a map of names and values',
  array: 'a list',
  tuple: 'a list',
  url: 'a URL',
  email: 'a mail address',
};

/**
 * What is wrong with a value, in words of the file it stands in and not of the program that reads it. The value itself is not repeated: it may be a
 * secret, and the place points at it. Undefined where the schema's own sentence is better.
 */
export function sentenceOf(issue: RawIssue): string | undefined {
  const sentence = wantedOf(issue);
  if (sentence === undefined) return undefined;
  if (issue.input === undefined) return `is missing; ${sentence} is expected`;
  if (issue.input === null) return `is empty; ${sentence} is expected`;
  return `${sentence} is expected${foundOf(issue)}`;
}

function wantedOf(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return WORDS[String(issue.expected)];
    case 'invalid_value':
      return oneOf(issue.values ?? []);
    case 'invalid_format':
      return WORDS[String(issue.format)];
    case 'too_small':
      return sizeOf(
        String(issue.origin),
        issue.inclusive === false ? 'more than' : 'at least',
        Number(issue.minimum),
      );
    case 'too_big':
      return sizeOf(
        String(issue.origin),
        issue.inclusive === false ? 'less than' : 'at most',
        Number(issue.maximum),
      );
    case 'invalid_union':
      return wantedOfUnion(issue);
    default:
      return undefined;
  }
}

function wantedOfUnion(issue: RawIssue): string | undefined {
  if (typeof issue.discriminator === 'string') {
    const { propValues } = (issue.inst?._zod ?? {}) as { propValues?: Record<string, Set<unknown>> };
    return oneOf([...(propValues?.[issue.discriminator] ?? [])]);
  }
  const wanted = (issue.errors as Issue[][]).map(([first]) =>
    first?.code === 'invalid_type' && first.path.length === 0 ? WORDS[first.expected] : undefined,
  );
  return wanted.includes(undefined) ? undefined : [...new Set(wanted)].join(' or ');
}

function oneOf(values: readonly unknown[]): string | undefined {
  const known = values.filter((one) => one !== undefined).map((one) => JSON.stringify(one));
  if (known.length === 0) return undefined;
  return known.length === 1 ? known[0] : `one of ${known.join(', ')}`;
}

function sizeOf(origin: string, bound: string, limit: number): string {
  if (origin === 'string') return `a text of ${bound} ${limit} characters`;
  if (origin === 'array' || origin === 'tuple')
    return `a list of ${bound} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `a number of ${bound} ${limit}`;
}

/** Which kind of value is there instead, where that is what is wrong. */
function foundOf({ code, input, expected }: RawIssue): string {
  if (code !== 'invalid_type' && code !== 'invalid_union') return '';
  if (Array.isArray(input)) return ', found a list';
  if (expected === 'array' && typeof input === 'string') return ', found a text: put it in brackets, [a]';
  if (expected === 'array' && typeof input === 'object') return ', found a map: begin each entry with "- "';
  const kind = { object: 'a map', string: 'a text', boolean: 'true or false' }[typeof input as string];
  if (typeof input === 'number' && expected === 'string') return ', found a number: put it in quotes';
  if (typeof input === 'number') return Number.isInteger(input) ? ', found a number' : ', found a fraction';
  return kind === undefined ? '' : `, found ${kind}`;
}
