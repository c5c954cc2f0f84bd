import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, isUserError, UserError } from '@watchcase/runtime';
import { parsePack } from './pack.ts';
import type { PackSource } from './read-yaml.ts';
import type { RulePack } from './rule.ts';

/**
 * Loads every `*.yaml` pack of a folder (tests, `*.test.yaml`, are left out). Throws one UserError with every fault of every pack, each with
 * `file:line:column`.
 */
export function loadPacks(folder: string): RulePack[] {
  const { packs, faults } = parsePacks(readPacks(folder));
  if (faults.length > 0) throw new UserError(faults);
  return packs;
}

/** Loads again: a pack with faults keeps its former self in service, and its faults are told. */
export function reloadPacks(
  current: readonly RulePack[],
  folder: string,
): { packs: RulePack[]; faults: Fault[] } {
  const { packs, faults } = parsePacks(readPacks(folder));
  const broken = new Set(faults.map((fault) => fault.place.split(':')[0]));
  const kept = current.filter(
    (pack) => broken.has(pack.file) && !packs.some((other) => other.name === pack.name),
  );
  return { packs: [...packs, ...kept], faults };
}

const YAML = /\.ya?ml$/i;

/** Tells the tests beside packs by their name. */
export function isTestFile(name: string): boolean {
  return /\.test\.ya?ml$/i.test(name);
}

/** Text of a file of packs or tests. Errors: RULE_NOT_UTF8 with the line. */
export function readText(folder: string, name: string): string {
  const bytes = readFileSync(join(folder, name));
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let [line, start] = [1, 0];
  for (
    let end = bytes.indexOf(10);
    end >= 0 && isUtf8(bytes.subarray(start, end));
    end = bytes.indexOf(10, start)
  ) {
    line++;
    start = end + 1;
  }
  throw new UserError({
    code: 'RULE_NOT_UTF8',
    place: `${name}:${line}:1`,
    message: 'this line is not text in UTF-8',
    fix: 'save the file as UTF-8',
  });
}

/** Reads the pack files of a folder. Errors: RULES_UNREADABLE, RULE_NOT_UTF8. */
export function readPacks(folder: string): PackSource[] {
  try {
    return readdirSync(folder)
      .filter((name) => YAML.test(name) && !isTestFile(name))
      .sort()
      .map((name) => ({ file: name, text: readText(folder, name) }));
  } catch (error) {
    if (isUserError(error)) throw error;
    throw new UserError({
      code: 'RULES_UNREADABLE',
      place: folder,
      message: `the rule packs cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
      fix: 'check rules.folder in the config',
    });
  }
}

/** Parses packs; a pack name used twice is a fault of the later one. */
export function parsePacks(sources: readonly PackSource[]): { packs: RulePack[]; faults: Fault[] } {
  const packs: RulePack[] = [];
  const faults: Fault[] = [];
  for (const source of sources) {
    const parsed = parsePack(source);
    if ('faults' in parsed) faults.push(...parsed.faults);
    else if (packs.some((other) => other.name === parsed.name)) {
      faults.push({
        code: 'RULE_PACK_TWICE',
        place: parsed.place,
        message: `${packs.find((other) => other.name === parsed.name)?.file} has the pack "${parsed.name}" too`,
        fix: 'rename one of them',
      });
    } else packs.push(parsed);
  }
  return { packs, faults };
}
