import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { factKinds } from '../collector/src/facts/catalogue.ts';
import { customerKinds, type FactKind } from '../collector/src/facts/index.ts';
import { createMetrics } from '../collector/src/metrics/index.ts';

/** Where the list of the collector's own figures is. */
export const metricsFile = fileURLToPath(new URL('../docs/collector-metrics.md', import.meta.url));

/** The list as it should be. */
export async function metricsText(): Promise<string> {
  return [
    '# The collector’s own figures',
    '',
    'Made by `npm run generate`. What hosts measure is in [metrics.md](metrics.md); how to look at all of it is in [grafana.md](grafana.md).',
    '',
    '## About customers',
    '',
    'At `/metrics`, with the label `customer` (of at most 500 customers; `watchcase_customers_left_out` says how many more there are), and in the time-series',
    'database, as measurement and field. Counted for that database once a minute, and two seconds after a case has changed; without one when they are asked for.',
    '',
    ...customerKinds.flatMap(kindText),
    '## About hosts',
    '',
    'In the time-series database only, with the tags `customer`, `site` and `host`. The points of `watchcase_case_event` stand at the moments of the events.',
    '',
    ...Object.values<FactKind>(factKinds)
      .filter(({ about }) => about === 'host')
      .flatMap(kindText),
    '## About the collector itself',
    '',
    'At `/metrics`, and in the time-series database with the tag `instance`: what stands before the last underscore is the measurement, the rest its field. Of the',
    'figures that every Node program has, the database gets `process_cpu_seconds_total`, `process_resident_memory_bytes`, `process_open_fds` and',
    '`nodejs_eventloop_lag_p99_seconds`.',
    '',
    '| name | type | meaning |',
    '| --- | --- | --- |',
    ...(await ownRows()),
    '',
  ].join('\n');
}

function kindText({ measurement, help, tags, fields }: FactKind): string[] {
  const tagRows = Object.entries(tags).map(([tag, meaning]) => `| tag \`${tag}\` | | ${meaning} |`);
  const rows = Object.entries(fields).map(
    ([field, { unit, help: meaning }]) => `| \`${measurement}_${field}\` | ${unit} | ${meaning} |`,
  );
  return [
    `**${help}** (measurement \`${measurement}\`)`,
    '',
    '| name | unit | meaning |',
    '| --- | --- | --- |',
    ...tagRows,
    ...rows,
    '',
  ];
}

async function ownRows(): Promise<string[]> {
  const metrics = createMetrics();
  const zero = () => 0;
  metrics.watch({
    hosts: () => ({}),
    alerts: () => ({}),
    rules: () => [],
    slowDown: () => 1,
    connectedClients: zero,
    certificateUntil: zero,
    turnQueue: () => ({ messages: 0, ageMs: 0 }),
    committing: zero,
    shards: () => ({ held: 0, losses: 0 }),
    historyQueue: () => ({ blocks: 0, bytes: 0, dropped: 0, written: 0 }),
    watching: () => ({
      alertSeconds: 0,
      arrivedAt: 0,
      beatAt: 0,
      lost: 0,
      missed: 0,
      auditedAt: 0,
      auditSeconds: 0,
      forgotten: 0,
      repairs: 0,
      backupAt: 0,
    }),
  });
  const figures = (await metrics.figures()) as unknown as { name: string; type: string; help: string }[];
  return figures
    .filter(({ name }) => name.startsWith('watchcase_'))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, type, help }) => `| \`${name}\` | ${type} | ${help} |`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await metricsText();
  if (!process.argv.includes('--check')) writeFileSync(metricsFile, text);
  else if (readFileSync(metricsFile, 'utf8') !== text) {
    process.stderr.write('stale docs/collector-metrics.md, run "npm run generate"\n');
    process.exitCode = 1;
  }
}
