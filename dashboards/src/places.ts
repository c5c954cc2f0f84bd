import type { LinkTo } from './contract.ts';
import { type Language, text, textIn, type Text } from './text.ts';

/** Databases the sets are for, by Grafana's names of their data sources. */
export const datasources = ['prometheus', 'influxdb'] as const;
export type Datasource = (typeof datasources)[number];

/** The data source that the reader has chosen. */
export const DATASOURCE = '$datasource';

/** One set of dashboards. */
export interface DashboardSet {
  readonly datasource: Datasource;
  readonly language: Language;
}

/** A dashboard's address; each set has its own, so that two may stand side by side. */
export function uidOf(name: string, { datasource, language }: DashboardSet): string {
  return [
    'watchcase',
    name,
    ...(datasource === 'influxdb' ? ['influx'] : []),
    ...(language === 'en' ? [] : ['zh']),
  ].join('-');
}

const names: Readonly<Record<LinkTo, Text>> = {
  host: text('The host', '查看主机'),
  customer: text('The customer', '查看客户'),
  case: text('In the console', '在控制台查看'),
};

/** Where a click leads. `tag` gives the expression with which Grafana finds a tag of what was clicked. */
export function linkOf(
  to: LinkTo,
  set: DashboardSet,
  tag: (name: string) => string,
): { title: string; url: string } {
  const title = textIn(set.language, names[to]);
  const customer = `var-customer=${tag('customer')}`;
  const host = `${customer}&var-site=%24__all&var-host=${tag('host')}`;
  const time = '$__url_time_range';
  const urls: Readonly<Record<LinkTo, string>> = {
    host: `/d/${uidOf('host', set)}?${host}&${time}`,
    customer: `/d/${uidOf('customer', set)}?${customer}&${time}`,
    case: `$console/hosts/${tag('customer')}.${tag('host')}`,
  };
  return { title, url: urls[to] };
}
