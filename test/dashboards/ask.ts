import { type Drawn, interpolate, stepMs } from './interpolate.ts';

/** One series or row of an answer. */
export interface Answered {
  tags: Readonly<Record<string, string>>;
  /** Newest value. */
  value: number;
}

/** A query of a panel, as it stands in the dashboard's JSON. */
export interface Target {
  refId: string;
  expr?: string;
  query?: string;
  instant?: boolean;
}

/** Asks the database what a panel asks; an error of the database is an error here, with the query. */
export function ask(url: string, target: Target, drawn: Drawn): Promise<Answered[]> {
  const text = interpolate(target.expr ?? target.query ?? '', drawn);
  return drawn.datasource === 'prometheus'
    ? askPromql(url, text, target.instant === true, drawn)
    : askInfluxql(url, text);
}

interface PromqlAnswer {
  status: string;
  error?: string;
  data?: {
    result: { metric: Record<string, string>; value?: [number, string]; values?: [number, string][] }[];
  };
}

async function askPromql(url: string, query: string, instant: boolean, drawn: Drawn): Promise<Answered[]> {
  const parameters = new URLSearchParams({ query, nocache: '1' });
  if (instant) parameters.set('time', String(drawn.to / 1000));
  else {
    parameters.set('start', String(drawn.from / 1000));
    parameters.set('end', String(drawn.to / 1000));
    parameters.set('step', String(stepMs(drawn) / 1000));
  }
  const response = await fetch(`${url}/api/v1/${instant ? 'query' : 'query_range'}`, {
    method: 'POST',
    body: parameters,
  });
  const answer = (await response.json()) as PromqlAnswer;
  if (answer.status !== 'success') throw new Error(`${answer.error ?? response.status} of ${query}`);
  return (answer.data?.result ?? []).flatMap(({ metric, value, values }) => {
    const newest = Number((value ?? values?.at(-1))?.[1]);
    return Number.isNaN(newest) ? [] : [{ tags: metric, value: newest }];
  });
}

interface InfluxqlAnswer {
  error?: string;
  results?: {
    error?: string;
    series?: {
      name: string;
      tags?: Record<string, string>;
      columns: string[];
      values: (string | number | null)[][];
    }[];
  }[];
}

/** Rows of InfluxQL's answer: a column that is text is a tag, the first that is a number and not the time is the value. */
export async function askInfluxql(url: string, query: string): Promise<Answered[]> {
  const body = new URLSearchParams({ q: query, db: 'watchcase', epoch: 'ms' });
  const response = await fetch(`${url}/query`, { method: 'POST', body });
  const answer = (await response.json()) as InfluxqlAnswer;
  const error = answer.error ?? answer.results?.[0]?.error;
  if (error !== undefined) throw new Error(`${error} of ${query}`);
  return (answer.results?.[0]?.series ?? []).flatMap(({ tags = {}, columns, values }) =>
    values.flatMap((row) => {
      const cells = columns.map((column, index) => [column, row[index] ?? null] as const);
      const value = cells.find(([column, cell]) => column !== 'time' && typeof cell === 'number')?.[1];
      const texts = cells.filter((cell): cell is [string, string] => typeof cell[1] === 'string');
      return typeof value === 'number' || texts.length > 0
        ? [{ tags: { ...tags, ...Object.fromEntries(texts) }, value: Number(value ?? Number.NaN) }]
        : [];
    }),
  );
}

/** The values a variable offers. */
export async function askValues(url: string, definition: string, drawn: Drawn): Promise<string[]> {
  const text = interpolate(definition, drawn);
  if (drawn.datasource === 'influxdb')
    return (await askInfluxql(url, text)).map(({ tags }) => tags['value'] ?? '');
  const parts = /^label_values\((?<match>.+), (?<label>\w+)\)$/.exec(text)?.groups;
  if (parts === undefined) throw new Error(`not a query for values: ${text}`);
  const parameters = new URLSearchParams({
    'match[]': parts['match'] ?? '',
    start: String(drawn.from / 1000),
    end: String(drawn.to / 1000),
  });
  const response = await fetch(`${url}/api/v1/label/${parts['label']}/values?${parameters.toString()}`);
  const answer = (await response.json()) as { status: string; data: string[]; error?: string };
  if (answer.status !== 'success') throw new Error(`${answer.error} of ${text}`);
  return answer.data;
}
