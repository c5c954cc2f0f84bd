import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectorDeb } from '../packaging/collector/collector-deb.ts';
import { runTool } from '../packaging/run-tool.ts';

// Makes the collector's .deb in dist/, of this checkout as it was set up: scripts/node scripts/collector-deb.ts
const root = join(import.meta.dirname, '..');
const folder = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'collector/package.json'), 'utf8')) as {
  version: string;
};
const commit = await runTool('git', { args: ['log', '-1', '--format=%ct'], folder: root, sourceDate: 0 });
mkdirSync(folder, { recursive: true });
const place = { folder, sourceDate: Number(commit.trim()) };
process.stdout.write(`${await collectorDeb({ root, version, place })}\n`);
