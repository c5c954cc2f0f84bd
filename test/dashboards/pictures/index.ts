import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { allDashboards } from '@watchcase/dashboards/generate.ts';
import { languages } from '@watchcase/dashboards/text.ts';
import type { Page } from 'playwright-core';
import { placeOf, WATCHED_HOST } from '../../../bench/queries/fleet-places.ts';
import { fleetSeries } from '../../../bench/queries/fleet-series.ts';
import { loadSeries } from '../../../bench/queries/load-series.ts';
import { startBrowser } from '../../console/browser.ts';
import { startVictoriaMetrics } from '../../harness/index.ts';
import { readWritten } from '../written.ts';
import { answersOf } from './answers.ts';

// Draws every dashboard in both languages into docs/pictures: a made fleet in a real VictoriaMetrics, its answers, and the parts that Grafana publishes.
// The parts are installed beside the project, never in it: they are larger than all else together.

const root = fileURLToPath(new URL('../../../', import.meta.url));
const cache = join(root, 'node_modules/.cache/dashboard-pictures');
const pictures = join(root, 'docs/pictures');
const HOSTS = 150;
const HOURS = 6;
const MOST_BYTES = 190_000;
const WIDTH = 1280;
/** Always the same hours, so that pictures change when dashboards do. */
const to = Date.UTC(2026, 10, 26, 10);

interface Quantizer {
  decode(file: Uint8Array): unknown;
  toRGBA8(picture: unknown): ArrayBuffer[];
  encode(frames: ArrayBuffer[], width: number, height: number, colours: number): ArrayBuffer;
}

const pagePath = buildPage();
const upng = createRequire(join(cache, 'package.json'))('upng-js') as Quantizer;
const database = await startVictoriaMetrics();
const browser = await startBrowser();
try {
  await loadSeries(database.url, fleetSeries(HOSTS), { to, hours: HOURS + 1 });
  mkdirSync(pictures, { recursive: true });
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 } });
  page.on('pageerror', ({ message }) => process.stderr.write(`${message}\n`));
  await page.goto(pathToFileURL(pagePath).href);
  for (const { name, oneCustomer } of await allDashboards())
    for (const language of languages) {
      const { customer, host } = placeOf(WATCHED_HOST);
      const all = { customer: '.*', site: '.*', host: '.*', job: '.*' };
      const chosen =
        name === 'host' ? { ...all, customer, host } : oneCustomer === true ? { ...all, customer } : all;
      const from = to - HOURS * 3_600_000;
      const dashboard = readWritten('prometheus', language, name);
      const drawn = { datasource: 'prometheus', from, to, chosen, leastStepMs: 15_000, points: 400 } as const;
      const answers = await answersOf(database.url, dashboard, drawn);
      await draw(page, { dashboard, answers, from, to, width: WIDTH, chosen }, `${name}-${language}`);
    }
} finally {
  await browser.close();
  await database.stop();
}

async function draw(page: Page, what: Record<string, unknown>, name: string): Promise<void> {
  const height = await page.evaluate(
    (given) => (globalThis as unknown as { draw(given: unknown): Promise<number> }).draw(given),
    what,
  );
  await page.setViewportSize({ width: WIDTH, height });
  await page.waitForTimeout(1500);
  const clip = { x: 0, y: 0, width: WIDTH, height };
  const file = smallest(await page.screenshot({ clip }), clip);
  writeFileSync(join(pictures, `${name}.png`), file);
  process.stdout.write(`${name}: ${Math.round(file.length / 1000)} kB\n`);
}

/** As many colours as fit into the size. */
function smallest(png: Uint8Array, { width, height }: { width: number; height: number }): Uint8Array {
  const frames = upng.toRGBA8(upng.decode(png));
  for (const colours of [256, 128, 64, 32, 16]) {
    const file = new Uint8Array(upng.encode(frames, width, height, colours));
    if (file.length <= MOST_BYTES) return file;
  }
  throw new Error(`no picture of ${width} × ${height} fits into ${MOST_BYTES} bytes`);
}

/** Installs Grafana's parts and makes a page of them and page.jsx; gives its path. */
function buildPage(): string {
  mkdirSync(cache, { recursive: true });
  for (const file of ['package.json', 'page.jsx'])
    cpSync(fileURLToPath(new URL(file, import.meta.url)), join(cache, file));
  const run = (command: string, args: readonly string[]) =>
    execFileSync(command, args, { cwd: cache, stdio: ['ignore', 'ignore', 'inherit'] });
  run('npm', [
    'install',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--legacy-peer-deps',
    '--ignore-scripts',
  ]);
  run(join(cache, 'node_modules/.bin/esbuild'), [
    'page.jsx',
    '--bundle',
    '--outfile=page.js',
    '--jsx=automatic',
    '--minify',
    '--log-level=error',
    '--define:process.env.NODE_ENV="production"',
    '--define:global=window',
    ...['svg', 'png', 'woff', 'woff2', 'ttf', 'gif'].map((kind) => `--loader:.${kind}=empty`),
  ]);
  const file = join(cache, 'page.html');
  writeFileSync(
    file,
    '<!doctype html><link rel="stylesheet" href="page.css"><body style="margin:0"><script src="page.js"></script></body>',
  );
  return file;
}
