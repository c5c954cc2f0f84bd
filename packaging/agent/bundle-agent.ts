import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { rolldown } from 'rolldown';

/** The agent's program as few modules that need Node and nothing else. */
export interface AgentBundle {
  /** Name and text of each module; `main.cjs` is the first. */
  modules: { name: string; text: string }[];
  /** Folders of the libraries that parts of are in it. */
  libraries: string[];
}

/**
 * Joins the agent and its libraries of the checkout at `root` into modules: one for what runs, and one for each thing that is loaded when it is needed, so that the
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
    const { output } = await build.generate({
      format: 'cjs',
      minify: true,
      entryFileNames: '[name].cjs',
      chunkFileNames: '[name].cjs',
      comments: { legal: false },
    });
    const chunks = output.filter((part) => part.type === 'chunk');
    return {
      modules: chunks.map(({ fileName, code }) => ({ name: fileName, text: code })),
      libraries: [...new Set(chunks.flatMap(({ moduleIds }) => moduleIds.flatMap(libraryFolder)))].toSorted(),
    };
  } finally {
    await build.close();
  }
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
