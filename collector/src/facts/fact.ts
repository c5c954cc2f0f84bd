import type { Unit } from '@watchcase/protocol';

/** One figure of a fact: what a column of the time-series database means. */
export interface FactField {
  readonly unit: Unit;
  /** For docs/metrics.md and /metrics. */
  readonly help: string;
}

/** A kind of fact: a measurement of the database. In PromQL its series are called `measurement_field`. */
export interface FactKind {
  readonly measurement: string;
  readonly help: string;
  /** Whom it is about: a customer, a host, or this collector. Their names are tags of their own. */
  readonly about: 'customer' | 'host' | 'collector';
  /** Further tags, each with its meaning. */
  readonly tags: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, FactField>>;
}

/** Whom a fact is about: a customer, a host of a site, or this collector by its name. */
export type Subject =
  | { readonly customer: string }
  | { readonly customer: string; readonly site: string; readonly host: string }
  | { readonly instance: string };

/** One fact at one moment: its values in the order of the kind's fields, null where there is none. */
export interface Fact {
  readonly measurement: string;
  readonly subject: Subject;
  readonly tags: Readonly<Record<string, string>>;
  readonly fields: readonly (readonly [name: string, unit: Unit, value: number | null])[];
}

/** Makes a fact of a kind; `values` has one per field. */
export function factOf<K extends FactKind>(
  kind: K,
  about: { subject: Subject; tags?: Readonly<Record<string, string>> },
  values: Readonly<Record<keyof K['fields'] & string, number | null>>,
): Fact {
  const fields = Object.entries(kind.fields).map(
    ([name, { unit }]) => [name, unit, (values as Record<string, number | null>)[name] ?? null] as const,
  );
  return { measurement: kind.measurement, subject: about.subject, tags: about.tags ?? {}, fields };
}
