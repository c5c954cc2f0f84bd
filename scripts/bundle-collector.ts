import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';
import { systemClock } from '../packages/runtime/src/index.ts';

/**
 * Joins the collector and its libraries into some tens of modules in collector/dist: a start that has to find, read and link each of 1 500 files takes twice the processor time. What is loaded only when it is needed stays a
 * module of its own. Each has the hash of what is in it in its name, so that a collector that runs meanwhile still finds what it was started with; the first, main.mjs, comes last.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'collector/dist');
/** Names of what the last build made. */
const list = join(dist, 'modules.json');
/** What was made last may run for months; what was made before that, and in a day's work, is not likely to run any more. */
const KEPT_MS = 86_400_000;

/** Rules, texts and programs are found from where the source is that names them. */
const placesOfSources: Plugin = {
  name: 'places of sources',
  transform: {
    filter: { code: /import\.meta\.url/ },
    handler(code, id) {
      const from = JSON.stringify(relative(dist, id));
      return code.replaceAll('import.meta.url', `new URL(${from}, import.meta.url).href`);
    },
  },
};

const build = await rolldown({
  input: { main: join(root, 'collector/src/main.ts') },
  cwd: root,
  platform: 'node',
  logLevel: 'warn',
  plugins: [placesOfSources],
});
const { output } = await build.write({
  dir: dist,
  format: 'es',
  entryFileNames: 'main.new',
  chunkFileNames: '[name]-[hash].mjs',
  comments: { legal: false },
});
await build.close();
const last = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as string[]) : [];
const made = output.map(({ fileName }) => fileName.replace('main.new', 'main.mjs'));
const kept = new Set([...made, ...last, 'modules.json']);
renameSync(join(dist, 'main.new'), join(dist, 'main.mjs'));
writeFileSync(list, JSON.stringify(made));
for (const name of readdirSync(dist)) {
  const path = join(dist, name);
  if (!kept.has(name) && systemClock.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path);
}
