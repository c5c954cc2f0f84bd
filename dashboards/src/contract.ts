import type { Query } from './query.ts';
import type { Text } from './text.ts';

/** Colours of values from a limit on, lowest first; the first limit is null: everything below the next. */
export type Limits = readonly (readonly [
  from: number | null,
  colour: 'green' | 'yellow' | 'orange' | 'red' | 'blue' | 'gray',
])[];

/** One number of a table, or one line or bar of a chart. */
export interface Column {
  readonly query: Query;
  /** Head of the column; what a single query of a chart needs none of. */
  readonly title?: Text;
  readonly unit?: string;
  readonly limits?: Limits;
  /** Words instead of numbers. */
  readonly words?: Readonly<Record<number, Text>>;
}

/** Where a click on a value leads. */
export type LinkTo = 'host' | 'customer' | 'case';

/** A panel: what it asks, and how it is drawn. */
export interface Panel {
  readonly kind: 'stat' | 'lines' | 'bars' | 'table' | 'states';
  readonly title: Text;
  /** What it shows and from when on it is bad. */
  readonly help: Text;
  readonly columns: readonly Column[];
  /** A unit of Grafana's: `short`, `percent`, `bytes`, `s`, `dateTimeAsIso` … */
  readonly unit: string;
  /** Of 24 columns; and height in rows of 30 px. */
  readonly width: number;
  readonly height: number;
  readonly limits?: Limits;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  /** Lines lie upon each other. */
  readonly stacked?: boolean;
  readonly words?: Readonly<Record<number, Text>>;
  /** Words for series whose whole name is a tag's value: severities, events … */
  readonly names?: Readonly<Record<string, Text>>;
  /** Colours of Grafana's palette for the same: what is red everywhere else is not green here because it came first. */
  readonly colors?: Readonly<Record<string, string>>;
  readonly link?: LinkTo;
  /** What is said when there is nothing: for what is rightly empty while all is well. */
  readonly empty?: Text;
  /** Tags of a table's rows and their heads, in order. */
  readonly rowOf?: Readonly<Record<string, Text>>;
}

/** Variables a dashboard may have: each is chosen among what those before it leave. */
export type VariableName = 'customer' | 'site' | 'host' | 'job';

/** What is marked in the charts. */
export type AnnotationName = 'cases' | 'reboots' | 'agents';

/** A dashboard: one file in `dashboards/src/dashboards/`, its default export. */
export interface Dashboard {
  /** Slug: the name of its file, and in its address. */
  readonly name: string;
  readonly title: Text;
  readonly help: Text;
  readonly variables: readonly VariableName[];
  /** One customer at a time instead of any number. */
  readonly oneCustomer?: boolean;
  readonly annotations: readonly AnnotationName[];
  readonly rows: readonly { readonly title: Text; readonly panels: readonly Panel[] }[];
}

/** Gives the dashboard as it is; checks its type. */
export function defineDashboard(dashboard: Dashboard): Dashboard {
  return dashboard;
}
