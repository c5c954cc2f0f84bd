import { type AnnotationQuery, AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { AnnotationName, Dashboard } from './contract.ts';
import { influxqlScope } from './influxql.ts';
import { DATASOURCE, type DashboardSet } from './places.ts';
import { promqlScope } from './promql.ts';
import { tagsOfScope, type Scope } from './query.ts';
import { text, textIn, type Text } from './text.ts';

interface Marks {
  name: Text;
  colour: string;
  promql: string;
  influxql: string;
  /** What a mark says in PromQL; in InfluxQL the columns `title` and `tags`. */
  title: string;
  tags: string;
  columns: { title: string; tags: string };
}

const marks: Readonly<Record<AnnotationName, Marks>> = {
  cases: {
    name: text('Cases', '工单'),
    colour: 'red',
    promql: 'last_over_time(watchcase_case_event_case{event=~"opened|reopened|resolved", $scope}[1m])',
    influxql:
      'SELECT "case", "host", "event", "severity" FROM "watchcase_case_event" WHERE $timeFilter AND $scope AND "event" =~ /^(opened|reopened|resolved)$/',
    title: '{{host}}: {{event}}',
    tags: 'severity,category',
    columns: { title: 'event', tags: 'host,severity' },
  },
  reboots: {
    name: text('Reboots', '重启'),
    colour: 'orange',
    promql: 'resets(system_uptime{$scope}[2m]) > 0',
    influxql:
      'SELECT "fell", "host" FROM (SELECT difference("uptime") AS "fell" FROM "system" WHERE $timeFilter AND $scope GROUP BY "host") WHERE "fell" < 0',
    title: '{{host}}',
    tags: 'site',
    columns: { title: 'host', tags: 'host' },
  },
  agents: {
    name: text('Agent upgrades', '代理升级'),
    colour: 'blue',
    promql: 'last_over_time(watchcase_host_event_hosts{event="agent-changed", $scope}[1m])',
    influxql: `SELECT "hosts", "host", "version" FROM "watchcase_host_event" WHERE $timeFilter AND $scope AND "event" = 'agent-changed'`,
    title: '{{host}}: {{version}}',
    tags: 'site',
    columns: { title: 'version', tags: 'host' },
  },
};

/** A dashboard's annotations, for the hosts that its variables choose. */
export function annotationsOf(dashboard: Dashboard, set: DashboardSet): AnnotationQuery[] {
  const scope: Scope = dashboard.variables.includes('host') ? 'host' : (dashboard.variables.at(-1) ?? 'none');
  return dashboard.annotations.map((name) => {
    const { name: called, colour, ...mark } = marks[name];
    const common = new AnnotationQueryBuilder()
      .name(textIn(set.language, called))
      .datasource({ type: set.datasource, uid: DATASOURCE })
      .enable(true)
      .iconColor(colour)
      .build();
    if (set.datasource === 'prometheus')
      return {
        ...common,
        expr: mark.promql.replaceAll('$scope', promqlScope(tagsOfScope(scope))),
        step: '60s',
        titleFormat: mark.title,
        tagKeys: mark.tags,
        useValueForTime: false,
      };
    const query = mark.influxql.replaceAll('$scope', influxqlScope(tagsOfScope(scope)));
    return {
      ...common,
      query,
      titleColumn: mark.columns.title,
      tagsColumn: mark.columns.tags,
      fromAnnotations: true,
    };
  });
}
