import { type Fault, mostTold, parseBy, type ReadYaml, readYaml, type YamlSource } from '@watchcase/runtime';
import { z } from 'zod';
import { parseRule, type PlaceOf } from './parse-rule.ts';
import type { Rule, RulePack } from './rule.ts';
import { nameSchema } from './rule-text.ts';
import { yamlOffset } from './yaml-offset.ts';

/** What can be wrong with a file of rules or tests before its meaning is looked at. */
export const FILE_CODES = {
  notYaml: 'RULE_NOT_YAML',
  tooLong: 'RULE_TOO_LONG',
  notUtf8: 'RULE_NOT_UTF8',
};

const packSchema = z.strictObject({ pack: nameSchema, rules: z.array(z.unknown()).min(1) });

/** Parses and checks one pack; gives every fault found, or the pack. */
export function parsePack(source: YamlSource): RulePack | { faults: Fault[] } {
  const read = readYaml(source, FILE_CODES);
  if ('faults' in read) return read;
  const placeOf = placesIn(read, source.text);
  const head = parseBy(packSchema, read.value);
  if ('problems' in head)
    return {
      faults: head.problems.map(({ path, isUnknown, message, fix }) => ({
        code: 'RULE_INVALID',
        place: placeOf(path, isUnknown ? 'name' : 0),
        message: `${path.length === 0 ? 'a pack' : `"${path.join('.')}"`}: ${message}`,
        ...(fix === undefined ? {} : { fix }),
      })),
    };

  const faults: Fault[] = [];
  const rules: Rule[] = [];
  const seen = new Set<string>();
  for (const [index, raw] of head.data.rules.entries()) {
    const inRule: PlaceOf = (path, spot) => placeOf(['rules', index, ...path], spot);
    const rule = parseRule(head.data.pack, raw, inRule, faults);
    if (rule === undefined) continue;
    if (seen.has(rule.facts.id))
      faults.push({
        code: 'RULE_TWICE',
        place: inRule(['id']),
        message: `the id "${rule.facts.id}" is used twice`,
      });
    seen.add(rule.facts.id);
    rules.push(rule);
  }
  if (faults.length > 0) return { faults: mostTold(faults) };
  return { name: head.data.pack, file: source.file, place: placeOf(['pack']), rules };
}

/** Places in a file that was read. */
export function placesIn({ document, place }: ReadYaml, text: string): PlaceOf {
  return (path, spot = 0) => place(yamlOffset(document.contents, path, spot, text));
}
