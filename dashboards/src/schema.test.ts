import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { generatedFiles } from './generate.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const here = fileURLToPath(new URL('./', import.meta.url));
const TIMEOUT_MS = 120_000;

/** What the compiler says of these texts as dashboards of Grafana's schema, one line for each fault. */
async function faultsOf(files: ReadonlyMap<string, string>): Promise<string[]> {
  const parent = join(root, 'dashboards/node_modules/.cache');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'schema-'));
  try {
    const from = relative(folder, join(here, 'schema.ts'));
    for (const [path, json] of files)
      writeFileSync(
        join(folder, `${path.replaceAll('/', '-')}.ts`),
        `import type { WrittenDashboard } from '${from}';\n\nexport const written = ${json.trim()} satisfies WrittenDashboard;\n`,
      );
    const compilerOptions = { composite: false, incremental: false, tsBuildInfoFile: null, types: [] };
    const config = {
      extends: join(root, 'tsconfig.node.json'),
      compilerOptions,
      include: ['*.ts'],
      exclude: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    return await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), [
      '-p',
      folder,
      '--pretty',
      'false',
    ]).then(
      () => [],
      (error: unknown) =>
        String((error as { stdout?: string }).stdout ?? error)
          .trim()
          .split('\n'),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it('the JSON of every dashboard is what Grafana’s own schema says', { timeout: TIMEOUT_MS }, async () => {
  expect(await faultsOf(await generatedFiles())).toEqual([]);
});

it('a misspelt option, a word that is none and a missing one would be found', {
  timeout: TIMEOUT_MS,
}, async () => {
  const fleet = (await generatedFiles()).get('prometheus/en/fleet.json') ?? '';
  const wrong = new Map([
    ['misspelt', fleet.replace('"graphMode": "none"', '"graphMod": "none"')],
    ['no-word', fleet.replace('"colorMode": "background"', '"colorMode": "backround"')],
    ['missing', fleet.replace('"placement": "bottom",', '')],
    ['no-unit', fleet.replace('"unit": "short"', '"unit": 5')],
  ]);
  const faults = (await faultsOf(wrong)).join('\n');
  for (const name of wrong.keys()) expect(faults).toContain(`${name}.ts`);
});
