import { readFileSync } from 'node:fs';
import type { Datasource } from '@watchcase/dashboards/places.ts';
import type { Target } from './ask.ts';

/** A dashboard's JSON, as far as its questions need. */
export interface Written {
  uid: string;
  panels: {
    id: number;
    type: string;
    title: string;
    targets?: Target[];
    interval?: string;
    fieldConfig?: { defaults: { noValue?: string } };
  }[];
  templating: { list: { name: string; type: string; definition?: string }[] };
  annotations: { list: { name: string; expr?: string; query?: string }[] };
}

const generated = new URL('../../dashboards/generated/', import.meta.url);

/** A dashboard as it is checked in. */
export function readWritten(datasource: Datasource, language: string, name: string): Written {
  return JSON.parse(
    readFileSync(new URL(`${datasource}/${language}/${name}.json`, generated), 'utf8'),
  ) as Written;
}

/** The shortest step of a panel that names one, or of the data source. */
export function leastStepMs(interval: string | undefined, ofDatasourceMs: number): number {
  return interval === '1m' ? 60_000 : ofDatasourceMs;
}
