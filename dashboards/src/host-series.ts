import { last } from './panels.ts';
import type { Query } from './query.ts';
import { text } from './text.ts';

/** The newest value of a field, of each chosen host and these tags. */
export const of = (from: string, field: string, by: readonly string[] = []): Query => ({
  ...last(from, field, 'host', ['host', ...by]),
});
/** How fast a counter grows. */
export const perSecond = (from: string, field: string, by: readonly string[] = []): Query => ({
  ...of(from, field, by),
  take: 'rate',
});
/** A share of processor time. */
export const cpuTime = (field: string, name: string, zh: string): Query => ({
  ...of('cpu', field),
  where: { cpu: 'cpu-total' },
  take: 'mean',
  legend: text(`{{host}} ${name}`, `{{host}} ${zh}`),
});
/** The same with names for its series. */
export const named = (query: Query, en: string, zh: string): Query => ({ ...query, legend: text(en, zh) });
