import { posix } from 'node:path';

/** One module a file refers to. */
export interface Import {
  specifier: string;
  /** True when nothing of it is left at run time: `import type` or `export type … from`. */
  typeOnly: boolean;
}

const STATEMENT = /^(?:import|export)\s+(?<type>type\s+)?(?:[^'";]*?\bfrom\s+)?'(?<specifier>[^']+)'/gm;
const CALL = /\b(?:import|require)\(\s*'(?<specifier>[^']+)'/g;

/**
 * The imports of formatted source (statements begin a line, strings have single quotes). `import { type X }` counts as a value import:
 * with verbatimModuleSyntax it loads the module.
 */
export function importsOf(source: string): Import[] {
  const statements = [...source.matchAll(STATEMENT)].map(({ groups }) => ({
    specifier: groups?.['specifier'] ?? '',
    typeOnly: groups?.['type'] !== undefined,
  }));
  const calls = [...source.matchAll(CALL)].map(({ groups }) => ({
    specifier: groups?.['specifier'] ?? '',
    typeOnly: false,
  }));
  return [...statements, ...calls];
}

/** Where a specifier leads inside the repository (path without extension), or undefined for npm's and Node's modules. */
export function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier).replace(/\.tsx?$/, '');
  const own = /^@watchcase\/(?<name>[a-z]+)(?:\/(?<path>.+))?$/.exec(specifier)?.groups;
  if (own === undefined) return undefined;
  const name = own['name'] ?? '';
  if (name === 'dashboards') return `dashboards/src/${own['path'] ?? 'index'}`;
  if (name !== 'agent' && name !== 'collector') return `packages/${name}/src/${own['path'] ?? 'index'}`;
  return `${name}/src/${own['path'] ?? 'app'}`.replace(/\.tsx?$/, '');
}
