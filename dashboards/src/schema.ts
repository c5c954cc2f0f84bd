import type {
  AnnotationQuery,
  Dashboard,
  DataSourceRef,
  Panel,
  RowPanel,
  TableFieldOptions,
  TableOptions,
  VariableModel,
} from '@grafana/schema';
import type { Options as BarGaugeOptions } from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type { Options as StatOptions } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type {
  FieldConfig as StateTimelineField,
  Options as StateTimelineOptions,
} from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type {
  FieldConfig as TimeSeriesField,
  Options as TimeSeriesOptions,
} from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

/** A type as JSON has it: the words and numbers of an enum instead of the enum. */
type Json<T> = T extends string
  ? `${T}`
  : T extends number
    ? `${T}` extends `${infer N extends number}`
      ? N
      : T
    : T extends object
      ? { [K in keyof T]: Json<T[K]> }
      : T;

/** What Grafana's schema leaves to the data sources. */
type Target = { refId: string; datasource: DataSourceRef } & (
  | {
      expr: string;
      format: 'time_series' | 'table';
      instant: boolean;
      range: boolean;
      legendFormat: string;
      interval?: string;
    }
  | { rawQuery: true; query: string; resultFormat: 'time_series' | 'table'; alias: string }
);
type Annotation = Omit<AnnotationQuery, 'target'> &
  (
    | { expr: string; step: string; titleFormat: string; tagKeys: string; useValueForTime: boolean }
    | { query: string; titleColumn: string; tagsColumn: string; fromAnnotations: boolean }
  );

/** Grafana itself writes beside a variable's query how it is told in lists, which the schema has not. */
type Variable = VariableModel & { definition?: string };

/** A panel with the options and fields of its kind; the schema of panels alone takes any. */
type Drawn<Type extends string, Options, Field> = Omit<
  Panel,
  'type' | 'options' | 'fieldConfig' | 'targets'
> & {
  type: Type;
  options: Options;
  fieldConfig: {
    defaults: Omit<NonNullable<Panel['fieldConfig']>['defaults'], 'custom'> & { custom?: Field };
    overrides: NonNullable<Panel['fieldConfig']>['overrides'];
  };
  targets: Target[];
};
type AnyPanel =
  | (Omit<RowPanel, 'type' | 'panels'> & { type: 'row'; panels: [] })
  | Drawn<'stat', StatOptions, never>
  | Drawn<'bargauge', BarGaugeOptions, never>
  | Drawn<'table', TableOptions, Partial<TableFieldOptions>>
  | Drawn<'timeseries', TimeSeriesOptions, TimeSeriesField>
  | Drawn<'state-timeline', StateTimelineOptions, StateTimelineField>;

/** The JSON of a dashboard: Grafana's own published types, with nothing beside them but what is said here. */
export type WrittenDashboard = Json<
  Omit<Dashboard, 'panels' | 'annotations' | 'templating'> & {
    panels: AnyPanel[];
    annotations: { list: Annotation[] };
    templating: { list: Variable[] };
  }
>;
