import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';
import { systemClock } from '../packages/runtime/src/index.ts';
import { FIRST_MODULE, writeModules } from '../packaging/collector/write-modules.ts';

/**
 * Joins the collector and its libraries into some tens of modules in collector/dist: a start that has to find, read and link each of 1 500 files takes twice the processor time. What is loaded only when it is needed stays a
 * module of its own. Each has the hash of what is in it in its name, so that a collector that runs meanwhile still finds what it was started with.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'collector/dist');

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
const { output } = await build.generate({
  format: 'es',
  entryFileNames: FIRST_MODULE,
  chunkFileNames: '[name]-[hash].mjs',
  comments: { legal: false },
});
await build.close();
const modules = output.flatMap((part) =>
  part.type === 'chunk' ? [{ name: part.fileName, text: part.code }] : [],
);
writeModules(dist, modules, systemClock.now());
