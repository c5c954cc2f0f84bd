import { stringify } from 'yaml';
import { alertingOf, DATASOURCE_UID } from './alert-rules.ts';
import type { DashboardSet } from './places.ts';

/** Grafana's provisioning files, by their path: data source, dashboards, alert rules. */
export function provisioningOf(
  set: DashboardSet,
  at: { databaseUrl: string; databaseName: string; dashboards: string },
): Map<string, string> {
  return new Map([
    ['provisioning/datasources/watchcase.yaml', yaml(datasourceOf(set, at), SECRETS)],
    ['provisioning/dashboards/watchcase.yaml', yaml(providerOf(at.dashboards))],
    ['provisioning/alerting/watchcase.yaml', yaml(alertingOf(set))],
  ]);
}

const SECRETS =
  'No password stands here: where the database wants one, set WATCHCASE_DATABASE_USER and WATCHCASE_DATABASE_PASSWORD in the environment of Grafana.';

function datasourceOf(
  { datasource }: DashboardSet,
  { databaseUrl, databaseName }: { databaseUrl: string; databaseName: string },
): object {
  const common = {
    name: 'Watchcase',
    uid: DATASOURCE_UID,
    type: datasource,
    access: 'proxy',
    url: databaseUrl,
  };
  const secret = { password: '$WATCHCASE_DATABASE_PASSWORD' };
  const own =
    datasource === 'prometheus'
      ? {
          basicAuthUser: '$WATCHCASE_DATABASE_USER',
          jsonData: { httpMethod: 'POST', timeInterval: '15s' },
          secureJsonData: { basicAuthPassword: secret.password },
        }
      : {
          user: '$WATCHCASE_DATABASE_USER',
          jsonData: { dbName: databaseName, httpMode: 'POST', version: 'InfluxQL', timeInterval: '15s' },
          secureJsonData: secret,
        };
  return { apiVersion: 1, datasources: [{ ...common, ...own }] };
}

function providerOf(path: string): object {
  return {
    apiVersion: 1,
    providers: [
      { name: 'Watchcase', folder: 'Watchcase', type: 'file', updateIntervalSeconds: 60, options: { path } },
    ],
  };
}

function yaml(content: object, comment?: string): string {
  return `${comment === undefined ? '' : `# ${comment}\n`}${stringify(content, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}
