import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { type Fault, UserError } from './errors.ts';
import { newNames } from './old-names.ts';
import { parseBy, type Problem } from './problems-of.ts';
import { placeOfPath } from './place-of-path.ts';
import { readText } from './read-text.ts';
import { mostTold, type ReadYaml, readYaml } from './read-yaml.ts';

/** A YAML text and the name by which faults point at it. */
export interface ConfigSource {
  /** File name or another label, shown in front of line and column. */
  name: string;
  /** YAML text; empty means "all defaults". */
  text: string;
  /** Environment for `env:NAME` references. */
  env: Readonly<Record<string, string | undefined>>;
  /** Hears what is taken all the same, and should be written otherwise. */
  warn?: (fault: Fault) => void;
}

const CODES = { notYaml: 'CONFIG_NOT_YAML', tooLong: 'CONFIG_TOO_LONG', notUtf8: 'CONFIG_NOT_UTF8' };

/** Reads a config file; a missing or unreadable file, one that is too long or no text is a fault of its own. */
export function readConfigFile(path: string, env: ConfigSource['env']): ConfigSource {
  try {
    return { name: path, text: readText(path, path, CODES), env };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError({
      code: 'CONFIG_UNREADABLE',
      place: path,
      message: `the config file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
      fix: 'check the path and that this user may read it',
    });
  }
}

/**
 * Parses YAML by `schema`. Throws one UserError that lists every fault, each with its path and
 * `file:line:column`. String values `env:NAME`, `file:PATH` and `credential:NAME` (of systemd) are replaced by what they refer to.
 */
export function parseConfig<S extends z.ZodType>(schema: S, source: ConfigSource): z.output<S> {
  const read = readYaml({ file: source.name, text: source.text }, CODES);
  if ('faults' in read) throw new UserError(read.faults);
  const faults: Fault[] = [];
  const unresolved = new Set<string>();
  const complain: Complain = (path, message) => {
    unresolved.add(path.join('.'));
    faults.push({ code: 'CONFIG_BAD_REFERENCE', place: placeOfPath(source.name, read, path), message });
  };
  const resolved = resolveReferences(read.value ?? {}, [], complain, source.env);
  const { value, oldNames } = newNames(schema, resolved);
  const parsed = parseBy(schema, value);
  if ('problems' in parsed)
    for (const problem of parsed.problems)
      if (!unresolved.has(problem.path.join('.'))) faults.push(faultOf(problem, source.name, read));
  if (faults.length > 0 || 'problems' in parsed) throw new UserError(mostTold(faults));
  for (const { path, old, now } of oldNames)
    source.warn?.({
      code: 'CONFIG_OLD_NAME',
      place: placeOfPath(source.name, read, [...path, old]),
      message: `"${[...path, old].join('.')}" is now called "${[...path, now].join('.')}"`,
      fix: 'rename it',
    });
  return parsed.data;
}

function faultOf({ path, isUnknown, message, fix }: Problem, name: string, read: ReadYaml): Fault {
  const place = placeOfPath(name, read, path);
  const called = `"${path.join('.') || '(top level)'}"`;
  if (!isUnknown) return { code: 'CONFIG_INVALID', place, message: `${called}: ${message}` };
  return {
    code: 'CONFIG_UNKNOWN_KEY',
    place,
    message: `${called} is not a setting`,
    fix: fix ?? 'see the sample config for those there are',
  };
}

type Complain = (path: (string | number)[], message: string) => void;

function resolveReferences(
  value: unknown,
  path: (string | number)[],
  complain: Complain,
  env: ConfigSource['env'],
): unknown {
  if (typeof value === 'string') return resolveReference(value, path, complain, env);
  if (Array.isArray(value))
    return value.map((item, index) => resolveReferences(item, [...path, index], complain, env));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        resolveReferences(item, [...path, key], complain, env),
      ]),
    );
  }
  return value;
}

function resolveReference(
  value: string,
  path: (string | number)[],
  complain: Complain,
  env: ConfigSource['env'],
): string {
  if (value.startsWith('env:')) {
    const found = env[value.slice(4)];
    if (found === undefined) complain(path, `environment variable ${value.slice(4)} is not set`);
    return found ?? value;
  }
  if (value.startsWith('file:')) return textOf(value.slice(5), path, complain) ?? value;
  if (value.startsWith('credential:')) return credential(value, path, complain, env);
  return value;
}

/** What the unit's `LoadCredential=NAME:…` brought: systemd puts it where nobody but this process reads it. */
function credential(
  value: string,
  path: (string | number)[],
  complain: Complain,
  env: ConfigSource['env'],
): string {
  const name = value.slice('credential:'.length);
  const { CREDENTIALS_DIRECTORY: folder } = env;
  if (!/^[\w.@-]+$/.test(name) || /^\.+$/.test(name)) complain(path, `"${name}" is no name of a credential`);
  else if (folder === undefined)
    complain(path, `systemd has given no credentials: the unit needs LoadCredential=${name}:PATH`);
  else return textOf(`${folder}/${name}`, path, complain) ?? value;
  return value;
}

function textOf(file: string, path: (string | number)[], complain: Complain): string | undefined {
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch {
    complain(path, `file ${file} cannot be read`);
    return undefined;
  }
}
