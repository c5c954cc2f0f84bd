import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.ts';
import type { Dashboard } from './contract.ts';
import { datasources } from './places.ts';
import { languages } from './text.ts';

const folder = fileURLToPath(new URL('./dashboards/', import.meta.url));
const generated = fileURLToPath(new URL('../generated/', import.meta.url));

/** Every dashboard: one file each in the folder beside this file. */
export async function allDashboards(): Promise<Dashboard[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  const modules = await Promise.all(
    files.toSorted().map((file) => import(join(folder, file)) as Promise<{ default: Dashboard }>),
  );
  return modules.map((module) => module.default);
}

/** Every file that is made of them: its path under `generated/`, and its text. */
export async function generatedFiles(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const dashboard of await allDashboards())
    for (const datasource of datasources)
      for (const language of languages) {
        const json = JSON.stringify(build(dashboard, { datasource, language }), null, 2);
        files.set(`${datasource}/${language}/${dashboard.name}.json`, `${json}\n`);
      }
  return files;
}

/** Those of them that are not on disk as they should be. */
export async function staleFiles(): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, content] of await generatedFiles()) if (read(path) !== content) stale.push(path);
  return stale;
}

/** Writes all of them. */
export async function writeGenerated(): Promise<void> {
  for (const [path, content] of await generatedFiles()) {
    const file = join(generated, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(join(generated, path), 'utf8');
  } catch {
    return undefined;
  }
}
