import {
  ConstantVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableHide,
  VariableRefresh,
  VariableSort,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dashboard, VariableName } from './contract.ts';
import { influxqlScope } from './influxql.ts';
import { DATASOURCE, type DashboardSet } from './places.ts';
import { promqlScope } from './promql.ts';
import { text, textIn } from './text.ts';
import { without } from './without.ts';

/** The console's address until export is told another. */
export const CONSOLE = 'http://127.0.0.1:8080';

const ONLY_OF_INTERVALS = ['auto', 'auto_min', 'auto_count'];
const chain: readonly VariableName[] = ['customer', 'site', 'host', 'job'];
const labels = {
  customer: text('Customer', '客户'),
  site: text('Site', '站点'),
  host: text('Host', '主机'),
  job: text('Job', '作业'),
} as const;
/** Where the values of each are: the measurement, and a field of it. */
const sources = {
  customer: { from: 'watchcase_customer_hosts', field: 'online' },
  site: { from: 'watchcase_host', field: 'online' },
  host: { from: 'watchcase_host', field: 'online' },
  job: { from: 'backup_run|backup', field: 'ok|age' },
} as const;

/** A dashboard's variables: data source and console first, then those it names, each among what the ones before it leave. */
export function variablesOf(dashboard: Dashboard, set: DashboardSet): VariableModel[] {
  return [
    new DatasourceVariableBuilder('datasource')
      .type(set.datasource)
      .label(textIn(set.language, text('Database', '数据源')))
      .build(),
    { ...new ConstantVariableBuilder('console').value(CONSOLE).build(), hide: VariableHide.HideVariable },
    ...dashboard.variables.map((name) => chosen(name, dashboard, set)),
  ].map((variable) => without(variable, ONLY_OF_INTERVALS));
}

function chosen(name: VariableName, dashboard: Dashboard, set: DashboardSet): VariableModel {
  const before = dashboard.variables.filter((other) => chain.indexOf(other) < chain.indexOf(name));
  const query = set.datasource === 'prometheus' ? promqlValues(name, before) : influxqlValues(name, before);
  const isOne =
    (name === 'customer' && dashboard.oneCustomer === true) || (name === 'host' && dashboard.name === 'host');
  const variable = new QueryVariableBuilder(name)
    .label(textIn(set.language, labels[name]))
    .datasource({ type: set.datasource, uid: DATASOURCE })
    .query(query)
    .definition(query)
    .refresh(VariableRefresh.OnDashboardLoad)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(!isOne);
  return (
    isOne
      ? variable.includeAll(false)
      : variable
          .includeAll(true)
          .allValue('.*')
          .current({ text: [textIn(set.language, text('All', '全部'))], value: ['$__all'], selected: true })
  ).build();
}

function promqlValues(name: VariableName, before: readonly VariableName[]): string {
  const { from, field } = sources[name];
  const chosen = promqlScope(before);
  if (name === 'job') return `label_values({__name__=~"backup_run_ok|backup_age", ${chosen}}, job)`;
  return `label_values(${from}_${field}${chosen === '' ? '' : `{${chosen}}`}, ${name})`;
}

function influxqlValues(name: VariableName, before: readonly VariableName[]): string {
  const { from } = sources[name];
  const table = from.includes('|') ? `/^(${from})$/` : `"${from}"`;
  const where = influxqlScope(before);
  return `SHOW TAG VALUES FROM ${table} WITH KEY = "${name}"${where === '' ? '' : ` WHERE ${where}`}`;
}
