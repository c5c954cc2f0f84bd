import { staleFiles, writeGenerated } from '../dashboards/src/generate.ts';

// Writes dashboards/generated from dashboards/src/dashboards; with --check only says what is stale.
if (process.argv.includes('--check')) {
  const stale = await staleFiles();
  if (stale.length > 0) {
    process.stderr.write(`stale dashboards, run "npm run generate": ${stale.join(', ')}\n`);
    process.exitCode = 1;
  }
} else await writeGenerated();
