import { exportDashboards } from '@watchcase/dashboards';
import { UserError } from '@watchcase/runtime';
import { addressIn } from '../startup/index.ts';
import type { CommandNeeds, Options } from './needs.ts';
import { configured } from './configured.ts';

const DATABASES: Readonly<Record<string, string>> = {
  prometheus: 'http://127.0.0.1:8428',
  influxdb: 'http://127.0.0.1:8086',
};

/**
 * `dashboards export DIR`: writes Grafana's files. Console and database are where the config says, unless options say otherwise. Errors: COMMAND_UNKNOWN,
 * OPTION_INVALID, DASHBOARDS_NOT_WRITTEN, and those of the config (UserError).
 */
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
  const { http, history } = configured(options, needs, ({ message }) => needs.print(message));
  const local = addressIn(options.data) ?? `http://127.0.0.1:${http.port}`;
  const files = exportDashboards(folder, {
    datasource: options.datasource,
    language: options.lang,
    databaseUrl: options.database ?? history.remote?.url ?? DATABASES[options.datasource] ?? '',
    databaseName: history.remote?.bucket,
    consoleUrl: options.url ?? http.publicUrl ?? local,
    mountedAt: options['mounted-at'],
  });
  needs.print(files.map((file) => `${folder}/${file}`).join('\n'));
  return 0;
}
