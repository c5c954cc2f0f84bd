import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Fault,
  formatDuration,
  isUserError,
  readText,
  UserError,
  type YamlSource,
} from '@watchcase/runtime';
import { FILE_CODES, parsePack } from './pack.ts';
import type { RulePack } from './rule.ts';

/**
 * Loads every `*.yaml` pack of a folder (tests, `*.test.yaml`, are left out). Throws one UserError with every fault of every pack, each with
 * `file:line:column`. A window that is longer than `keptMs`, for which every reading is kept, is one.
 */
export function loadPacks(folder: string, keptMs = Number.POSITIVE_INFINITY): RulePack[] {
  const { packs, faults: found } = parsePacks(readPacks(folder));
  const faults = [...found, ...packs.flatMap((pack) => windowsBeyond(pack, keptMs))];
  if (faults.length > 0) throw new UserError(faults);
  return packs;
}

/** Windows of a pack that history cannot fill again after a start. */
export function windowsBeyond(pack: RulePack, keptMs: number): Fault[] {
  return pack.rules.flatMap(({ facts, longestWindow }) => {
    if (longestWindow === null || longestWindow.ms <= keptMs) return [];
    const { ms, place } = longestWindow;
    return {
      code: 'RULE_WINDOW_TOO_LONG',
      place,
      message: `${facts.id} looks back ${formatDuration(ms)}, and every reading is kept for ${formatDuration(keptMs)} only: after a restart it would know nothing for days`,
      fix: `set history.rawHours to ${Math.ceil(ms / 3_600_000)} in the config, or shorten the window`,
    };
  });
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

/** The pack files of a folder. Errors: RULES_UNREADABLE, RULE_NOT_UTF8, RULE_TOO_LONG. */
export function readPacks(folder: string): YamlSource[] {
  return readFiles(folder, (name) => !isTestFile(name));
}

/** The test files of a folder. Errors: as readPacks. */
export function readTests(folder: string): YamlSource[] {
  return readFiles(folder, isTestFile);
}

/** Files whose names begin with a dot belong to editors and other programs. */
function readFiles(folder: string, isWanted: (name: string) => boolean): YamlSource[] {
  return attempt(folder, () => readdirSync(folder))
    .filter((name) => YAML.test(name) && !name.startsWith('.') && isWanted(name))
    .sort()
    .map((name) => attempt(join(folder, name), () => readOne(folder, name)));
}

function readOne(folder: string, name: string): YamlSource {
  return { file: name, text: readText(join(folder, name), name, FILE_CODES) };
}

function attempt<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isUserError(error)) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError({
      code: 'RULES_UNREADABLE',
      place,
      message: code === 'ENOTDIR' ? 'this is no folder' : `it cannot be read (${code ?? 'error'})`,
      fix:
        code === 'ENOTDIR'
          ? 'name the folder in which the packs are'
          : 'check the path (rules.folder in the config) and that this user may read it',
    });
  }
}

/** Parses packs; a pack name used twice is a fault of the later one. */
export function parsePacks(sources: readonly YamlSource[]): { packs: RulePack[]; faults: Fault[] } {
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
