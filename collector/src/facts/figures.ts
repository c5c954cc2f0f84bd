import type { Fact } from './fact.ts';

/** A figure of the collector's own, as prom-client gives it: every sample of one metric. */
export interface Figure {
  name: string;
  values: readonly {
    value: number;
    labels: Readonly<Record<string, string | number | undefined>>;
    /** Of a histogram: the name with `_bucket`, `_sum` or `_count`. */
    metricName?: string | undefined;
  }[];
}

/** Of what every Node process tells, this is worth keeping. */
const OF_THE_PROCESS: ReadonlySet<string> = new Set([
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
  'process_open_fds',
  'nodejs_eventloop_lag_p99_seconds',
]);
/** Its buckets by route and status are more series than all else together. */
const WITHOUT_BUCKETS = 'watchcase_http_request_seconds';

/**
 * The collector's figures as facts, so that the database has them under the names they have in /metrics: what stands before the last underscore is the
 * measurement, the rest its field. Facts about customers are in /metrics too, and not told twice.
 */
export function figureFacts(figures: readonly Figure[], instance: string): Fact[] {
  const facts: Fact[] = [];
  for (const figure of figures) {
    if (!isKept(figure.name)) continue;
    for (const { value, labels, metricName = figure.name } of figure.values) {
      if (figure.name === WITHOUT_BUCKETS && metricName.endsWith('_bucket')) continue;
      const cut = metricName.lastIndexOf('_');
      facts.push({
        measurement: metricName.slice(0, cut),
        subject: { instance },
        tags: Object.fromEntries(Object.entries(labels).map(([tag, text]) => [tag, String(text)])),
        fields: [[metricName.slice(cut + 1), 'none', Number.isFinite(value) ? value : null]],
      });
    }
  }
  return facts;
}

function isKept(name: string): boolean {
  if (name.startsWith('watchcase_customer')) return false;
  return name.startsWith('watchcase_') || OF_THE_PROCESS.has(name);
}
