import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, UserError } from '@watchcase/runtime';
import { type PackSource, parsePack } from './pack.ts';
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

/** Reads the pack files of a folder. Errors: RULES_UNREADABLE. */
export function readPacks(folder: string): PackSource[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml') && !name.endsWith('.test.yaml'))
      .sort()
      .map((name) => ({ file: name, text: readFileSync(join(folder, name), 'utf8') }));
  } catch (error) {
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
        place: source.file,
        message: `another file has the pack "${parsed.name}" too`,
        fix: 'rename one of them',
      });
    } else packs.push(parsed);
  }
  return { packs, faults };
}
