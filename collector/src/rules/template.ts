import type { Language, Title } from '@watchcase/api';
import { safeLine } from '@watchcase/runtime';
import { formatValue, type Verdict } from '../model/index.ts';

const PLACEHOLDER = /\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
const BUILT_IN = new Set(['host', 'customer', 'value', 'threshold']);
/** What stays the same from sample to sample: a group must not follow a value. */
const LASTING = new Set(['host', 'customer']);

/** Placeholders of a template that are neither built in nor a label of the rule. */
export function unknownPlaceholders(
  template: string,
  each: readonly string[],
  builtIn: ReadonlySet<string> = BUILT_IN,
): string[] {
  return [...template.matchAll(PLACEHOLDER)]
    .map(([, name = '']) => name)
    .filter((name) => !builtIn.has(name) && !each.includes(name));
}

/** Braces that make no placeholder, and from where in the template on: `{{ $value }}` or `{ value }`. */
export function strayBraces(template: string): { at: number; text: string }[] {
  const rest = template.replaceAll(PLACEHOLDER, (found) => ' '.repeat(found.length));
  const stray = rest.search(/[{}]/);
  return stray < 0 ? [] : [{ at: stray, text: /^[^}]*\}*/.exec(template.slice(stray))?.[0] ?? '' }];
}

/** The same for a group, which knows `{host}` and `{customer}` only. */
export function unknownInGroup(group: string, each: readonly string[]): string[] {
  return unknownPlaceholders(group, each, LASTING);
}

/** A rule's title for one verdict, one safe line: labels come from hosts. One that is the same in every language is filled once, with signs of units that all can read. */
export function fillTitle(title: Title, verdict: Verdict): Title {
  const fill = (text: string, language: Language) => safeLine(fillTemplate(text, verdict, language));
  const en = fill(title.en, 'en');
  const isOneText = title['zh-CN'] === title.en;
  return { en, 'zh-CN': isOneText ? en : fill(title['zh-CN'], 'zh-CN') };
}

/** Fills a template for one verdict: `{host}` is the display name, `{value}` and `{threshold}` carry their unit. */
export function fillTemplate(template: string, verdict: Verdict, language: Language = 'en'): string {
  return template.replaceAll(PLACEHOLDER, (_, name: string) => {
    if (name === 'host') return verdict.hostName;
    if (name === 'customer') return verdict.hostId.slice(0, verdict.hostId.indexOf('.'));
    if (name === 'value') return formatValue(verdict.value, verdict.unit, language);
    if (name === 'threshold') return formatValue(verdict.threshold, verdict.unit, language);
    return verdict.labels[name] ?? '';
  });
}
