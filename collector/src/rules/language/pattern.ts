import { RE2JS } from 're2js';
import { ExpressionError, type Position, type TagFilter } from './syntax.ts';

const compiled = new WeakMap<TagFilter, RE2JS>();

/** Whether a text matches the pattern of a `=~` or `!~` filter, from beginning to end; in time that grows with the text's length only: it comes from hosts. */
export function matchesPattern(filter: TagFilter, text: string): boolean {
  let pattern = compiled.get(filter);
  if (pattern === undefined) compiled.set(filter, (pattern = RE2JS.compile(filter.value)));
  return pattern.matches(text);
}

/** Refuses what is no pattern. Throws ExpressionError. */
export function checkPattern(text: string, at: Position): void {
  try {
    RE2JS.compile(text);
  } catch (error) {
    const reason = (error as Error).message.replace(/^error parsing regexp: /, '').replaceAll('`', '"');
    throw new ExpressionError(
      at,
      `not a regular expression: ${reason}`,
      /\(\?(?:=|!|<=|<!)|\\[1-9]/.test(text)
        ? 'patterns do not look ahead, behind or back; use two filters: {tag=~"…", tag!~"…"}'
        : undefined,
    );
  }
}
