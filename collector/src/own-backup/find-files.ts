import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { readYaml } from '@watchcase/runtime';

/** A file to be copied as it is. */
export interface OtherFile {
  /** Path below the backup. */
  name: string;
  from: string;
}

/** What is copied by its own way, belongs to a process that runs, is made again, or is another machine's. */
const NOT_COPIED =
  /^(?:(?:watchcase|history|lock)\.db(?:-wal|-shm|-journal)?|watchcase\.schema-\d+\.db|address|agent|agent-archives|backup\.json)$|\.new$/;

/** All else in a data folder, but for the folder of backups where it lies in it. */
export function filesOfData(data: string, backups: string): OtherFile[] {
  const left = resolve(backups);
  const walk = (folder: string): OtherFile[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const from = join(folder, entry.name);
      if (resolve(from) === left || (folder === data && NOT_COPIED.test(entry.name))) return [];
      if (entry.isDirectory()) return walk(from);
      return entry.isFile() ? [{ name: relative(data, from), from }] : [];
    });
  return walk(data);
}

/** Under which name the config itself is kept. */
export const CONFIG_NAME = 'config.yaml';
const ELSEWHERE = 'elsewhere';

/** The config, and the files outside the data folder that it names: secrets, certificates and their keys, rule packs. */
export function filesOfConfig(
  configFile: string | undefined,
  data: string,
): { files: OtherFile[]; elsewhere: { path: string; name: string }[] } {
  if (configFile === undefined) return { files: [], elsewhere: [] };
  const text = readFileSync(configFile, 'utf8');
  const read = readYaml(
    { file: configFile, text },
    { notYaml: 'CONFIG_NOT_YAML', tooLong: 'CONFIG_TOO_LONG' },
  );
  const inside = `${resolve(data)}/`;
  const paths = [...new Set('faults' in read ? [] : pathsIn(read.value, '').map((path) => resolve(path)))]
    .filter((path) => existsSync(path) && !path.startsWith(inside))
    .flatMap(filesBelow);
  const elsewhere = paths.map((path, index) => ({ path, name: `${ELSEWHERE}/${index}-${basename(path)}` }));
  return {
    files: [
      { name: CONFIG_NAME, from: configFile },
      ...elsewhere.map(({ path, name }) => ({ name, from: path })),
    ],
    elsewhere,
  };
}

/** `file:PATH` anywhere, what is called …File but for the file of a running process, and the folder of rule packs. */
function pathsIn(value: unknown, key: string): string[] {
  if (typeof value === 'string') {
    if (value.startsWith('file:')) return [value.slice('file:'.length)];
    return (key.endsWith('File') && key !== 'pidFile') || key === 'rules.folder' ? [value] : [];
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    pathsIn(inner, key === 'rules' ? `rules.${name}` : name),
  );
}

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
}
