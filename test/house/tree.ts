import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the repository: its path from the root, with forward slashes, and its text. */
export interface TextFile {
  path: string;
  text: string;
}

export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

const BINARY = /\.(png|jpe?g|gif|ico|woff2?|gz|zip|db)$/;

/** Every text file a clone would have: what .gitignore leaves out is left out here too. */
export function repositoryFiles(): TextFile[] {
  const ignored = ignoreRules(readFileSync(join(repositoryRoot, '.gitignore'), 'utf8'));
  return walk(repositoryRoot, (name, isFolder) => !ignored(name, isFolder) && name !== '.git')
    .filter((path) => !BINARY.test(path))
    .map((path) => ({ path: relative(repositoryRoot, path), text: readFileSync(path, 'utf8') }));
}

/** TypeScript among the files, without what a program has written. */
export function typescriptOf(files: readonly TextFile[]): TextFile[] {
  return files.filter(({ path }) => /\.tsx?$/.test(path) && !path.endsWith('.generated.ts'));
}

/** True for code that only tests run. */
export function isTestCode(path: string): boolean {
  return (
    /\.test\.tsx?$/.test(path) ||
    /^(agent\/)?(test|bench)\//.test(path) ||
    path.startsWith('packages/testkit/')
  );
}

/** Source without lines that are comments; enough for formatted code. */
export function codeLines(text: string): { line: number; code: string }[] {
  return text
    .split('\n')
    .map((code, index) => ({ line: index + 1, code }))
    .filter(({ code }) => !/^\s*(\/\/|\/\*|\*)/.test(code));
}

function walk(folder: string, keep: (name: string, isFolder: boolean) => boolean): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => keep(entry.name, entry.isDirectory()))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return walk(path, keep);
      return entry.isFile() ? [path] : [];
    });
}

/** Understands the two forms our .gitignore uses, `name/` and `*.suffix`; any other is a fault. */
function ignoreRules(text: string): (name: string, isFolder: boolean) => boolean {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const folders = new Set(lines.filter((line) => line.endsWith('/')).map((line) => line.slice(0, -1)));
  const suffixes = lines.filter((line) => line.startsWith('*.')).map((line) => line.slice(1));
  if (folders.size + suffixes.length !== lines.length)
    throw new Error('.gitignore has a form test/house/tree.ts does not read');
  return (name, isFolder) =>
    isFolder ? folders.has(name) : suffixes.some((suffix) => name.endsWith(suffix));
}
