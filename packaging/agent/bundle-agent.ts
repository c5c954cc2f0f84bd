import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type OutputChunk, type OutputOptions, rolldown } from 'rolldown';

/** The agent's program as few modules that need Node and nothing else. */
export interface AgentBundle {
  /** Name and text of each module; `main.cjs` is the first. */
  modules: { name: string; text: string }[];
  /** Folders of the libraries that parts of are in it. */
  libraries: string[];
}

/** What the running agent loads by name; `main.ts` loads the first, that the second. */
const RUNNING = ['agent/src/commands/run.ts', 'agent/src/app.ts'];

const FORM: OutputOptions = {
  format: 'cjs',
  minify: true,
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name].cjs',
  comments: { legal: false },
};

/**
 * Joins the agent and its libraries of the checkout at `root` into modules: one for all that runs, and one for each thing that is loaded when it is needed, so that the
 * running agent still holds no library. Scripts (CommonJS) start sooner: an ES module that imports one name of Node's `crypto` or `fs` has Node load all that these could give.
 * It says `version` when asked.
 */
export async function bundleAgent(root: string, version: string): Promise<AgentBundle> {
  const build = await rolldown({
    input: { main: join(root, 'agent/src/main.ts') },
    cwd: root,
    platform: 'node',
    external: /^node:/,
    logLevel: 'silent',
    plugins: [
      {
        name: 'version',
        load: (id) => (id === join(root, 'agent/package.json') ? JSON.stringify({ version }) : undefined),
      },
    ],
  });
  try {
    const apart = chunksOf(await build.generate(FORM));
    const running = modulesOfRunning(root, apart);
    const test = (id: string) => running.has(id);
    const groups = [{ name: 'main', test, includeDependenciesRecursively: false }];
    const chunks = chunksOf(await build.generate({ ...FORM, codeSplitting: { groups } }));
    return {
      modules: chunks.map(({ fileName, code }) => ({ name: fileName, text: code })),
      libraries: [...new Set(chunks.flatMap(({ moduleIds }) => moduleIds.flatMap(libraryFolder)))].toSorted(),
    };
  } finally {
    await build.close();
  }
}

function chunksOf({ output }: { output: readonly { type: string }[] }): OutputChunk[] {
  return output.filter((part): part is OutputChunk => part.type === 'chunk');
}

/** Each file of its own costs a start some half a millisecond: those that are loaded in any case are one. */
function modulesOfRunning(root: string, chunks: readonly OutputChunk[]): Set<string> {
  const entries = new Set(RUNNING.map((path) => join(root, path)));
  const reached = new Set(
    chunks.filter(({ isEntry, facadeModuleId }) => isEntry || entries.has(facadeModuleId ?? '')),
  );
  if (reached.size !== RUNNING.length + 1)
    throw new Error(`not all is there of main.ts, ${RUNNING.join(', ')}`);
  for (const { imports } of reached)
    for (const one of chunks) if (imports.includes(one.fileName)) reached.add(one);
  return new Set([...reached].flatMap(({ moduleIds }) => moduleIds));
}

/** Writes the modules into a folder; gives the path of the first. */
export function writeBundle({ modules }: AgentBundle, folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of modules) writeFileSync(join(folder, name), text);
  return join(folder, 'main.cjs');
}

/** Name, version and licence of a library, by its folder. */
export function libraryFacts(folder: string): { name: string; version: string; license: string } {
  const text = readFileSync(join(folder, 'package.json'), 'utf8');
  const { name, version, license } = JSON.parse(text) as { name: string; version: string; license: string };
  return { name, version, license };
}

function libraryFolder(module: string): string[] {
  const parts = module.split(sep);
  const at = parts.lastIndexOf('node_modules');
  if (at === -1) return [];
  const depth = parts[at + 1]?.startsWith('@') === true ? 3 : 2;
  return [parts.slice(0, at + depth).join(sep)];
}
