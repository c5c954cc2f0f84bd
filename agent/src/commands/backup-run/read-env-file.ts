import { readFileSync } from 'node:fs';
import { UserError } from '@watchcase/runtime/light';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const QUOTED = /^(?:"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>[^']*)')$/s;

/**
 * Variables of a file of lines `NAME=VALUE`. What is behind the first `=` is the value as it stands, `#` included; within quotes it may begin or end with spaces, and
 * within double ones a backslash stands before `"`, `\`, `$` and `` ` ``. Empty lines, those that begin with `#`, and an `export` before the name are passed over. Errors:
 * ENV_FILE_UNREADABLE (UserError), which never shows a value.
 */
export function readEnvFile(path: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, `it cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
  const variables = text
    .split(/\r?\n/)
    .flatMap((line, index) => variableOf(line.trim(), `${path} line ${index + 1}`));
  return Object.fromEntries(variables);
}

function variableOf(line: string, place: string): [string, string][] {
  if (line === '' || line.startsWith('#')) return [];
  const equals = line.indexOf('=');
  const name = line
    .slice(0, Math.max(0, equals))
    .replace(/^export\s+/, '')
    .trim();
  if (!NAME.test(name)) throw unreadable(place, 'NAME=VALUE was expected');
  return [[name, valueOf(line.slice(equals + 1).trim())]];
}

function valueOf(text: string): string {
  const groups = QUOTED.exec(text)?.groups;
  if (groups === undefined) return text;
  return groups['single'] ?? (groups['double'] ?? '').replaceAll(/\\(["\\$`])/g, '$1');
}

function unreadable(place: string, message: string): UserError {
  return new UserError({
    code: 'ENV_FILE_UNREADABLE',
    place,
    message,
    fix: 'name a file of lines NAME=VALUE that this user may read',
  });
}
