import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '@watchcase/runtime';
import { type DashboardSet, type Datasource, datasources } from './places.ts';
import { provisioningOf } from './provisioning.ts';
import { type Language, languages } from './text.ts';

const generated = fileURLToPath(new URL('../generated/', import.meta.url));

/** What to export. */
export interface ExportOptions {
  /** `prometheus` (also for VictoriaMetrics) or `influxdb`. */
  datasource: string;
  /** `en` or `zh-CN`. */
  language: string;
  /** Where Grafana finds the database. */
  databaseUrl: string;
  /** What it is called in InfluxDB; `watchcase` when absent. */
  databaseName?: string | undefined;
  /** Where people find the console; links lead there. */
  consoleUrl: string;
  /** Where the files will lie on Grafana's machine; the folder itself when absent. */
  mountedAt?: string | undefined;
}

/**
 * Writes one set of dashboards and Grafana's provisioning files into `folder`; gives their paths within it. No secret is written. Errors: OPTION_INVALID,
 * DASHBOARDS_NOT_WRITTEN (UserError).
 */
export function exportDashboards(folder: string, options: ExportOptions): string[] {
  const set: DashboardSet = {
    datasource: oneOf<Datasource>('--datasource', options.datasource, datasources),
    language: oneOf<Language>('--lang', options.language, languages),
  };
  const source = join(generated, set.datasource, set.language);
  const files = new Map<string, string>();
  for (const name of readdirSync(source).toSorted())
    files.set(
      `dashboards/${name}`,
      withConsole(readFileSync(join(source, name), 'utf8'), options.consoleUrl),
    );
  const at = {
    databaseUrl: options.databaseUrl,
    databaseName: options.databaseName ?? 'watchcase',
    dashboards: join(options.mountedAt ?? resolve(folder), 'dashboards'),
  };
  for (const [path, text] of provisioningOf(set, at)) files.set(path, text);
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  } catch (error) {
    throw new UserError({
      code: 'DASHBOARDS_NOT_WRITTEN',
      place: folder,
      message: `the files cannot be written (${(error as NodeJS.ErrnoException).code})`,
      fix: 'name a folder that you may write to, on a disk with room',
    });
  }
  return [...files.keys()];
}

/** The console's address stands in one variable of each dashboard. */
function withConsole(json: string, consoleUrl: string): string {
  const dashboard = JSON.parse(json) as { templating: { list: { name: string; query?: string }[] } };
  for (const variable of dashboard.templating.list)
    if (variable.name === 'console') variable.query = consoleUrl;
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

function oneOf<T extends string>(place: string, word: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === word);
  if (found !== undefined) return found;
  throw new UserError({
    code: 'OPTION_INVALID',
    place,
    message: `${allowed.join(' or ')} was expected, found "${word}"`,
  });
}
