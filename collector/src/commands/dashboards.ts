import { exportDashboards } from '@watchcase/dashboards';
import { UserError } from '@watchcase/runtime';
import type { CommandNeeds, Options } from './needs.ts';

const CONSOLE = 'http://127.0.0.1:8080';
const DATABASES: Readonly<Record<string, string>> = {
  prometheus: 'http://127.0.0.1:8428',
  influxdb: 'http://127.0.0.1:8086',
};

/** `dashboards export DIR`: writes Grafana's files. Errors: COMMAND_UNKNOWN, OPTION_INVALID, DASHBOARDS_NOT_WRITTEN (UserError). */
export function dashboardsCommand(
  [what, folder, ...more]: readonly string[],
  options: Options,
  needs: CommandNeeds,
): number {
  if (what !== 'export' || folder === undefined || more.length > 0)
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: ['dashboards', what, folder, ...more].filter((word) => word !== undefined).join(' '),
      message: '"dashboards export DIR" was expected',
      fix: 'see watchcase --help',
    });
  const files = exportDashboards(folder, {
    datasource: options.datasource,
    language: options.lang,
    databaseUrl: options.database ?? DATABASES[options.datasource] ?? '',
    consoleUrl: options.url ?? CONSOLE,
    mountedAt: options['mounted-at'],
  });
  needs.print(files.map((file) => `${folder}/${file}`).join('\n'));
  return 0;
}
