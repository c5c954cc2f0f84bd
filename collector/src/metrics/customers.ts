import { Gauge, type Registry } from 'prom-client';

/** A kind of figure about customers: one gauge for each field, `measurement_field`. */
export interface CustomerKind {
  measurement: string;
  help: string;
  /** Labels besides `customer`. */
  tags: Readonly<Record<string, string>>;
  fields: Readonly<Record<string, { help: string }>>;
}

/** Figures of one kind about one customer. */
export interface CustomerFact {
  measurement: string;
  subject: object;
  tags: Readonly<Record<string, string>>;
  fields: readonly (readonly [name: string, unit: string, value: number | null])[];
}

/** Prometheus keeps a series for each customer: more are left out, and that is told. */
const MOST_CUSTOMERS = 500;

/** Registers the gauges. Customers are told in the order of `newest`, at most 500 of them. */
export function watchCustomers(
  registers: Registry[],
  kinds: readonly CustomerKind[],
  newest: () => Promise<readonly CustomerFact[]>,
): void {
  const gauge = (
    of: { name: string; help: string; labelNames: string[] },
    collect: (gauge: Gauge) => Promise<void>,
  ) =>
    new Gauge({
      ...of,
      registers,
      async collect() {
        await collect(this);
      },
    });
  for (const kind of kinds)
    for (const [field, { help }] of Object.entries(kind.fields))
      gauge(
        {
          name: `${kind.measurement}_${field}`,
          help: `${kind.help}: ${help}`,
          labelNames: ['customer', ...Object.keys(kind.tags)],
        },
        async (gauge) => {
          const { facts } = told(await newest());
          gauge.reset();
          for (const fact of facts) {
            if (fact.measurement !== kind.measurement) continue;
            const value = fact.fields.find(([name]) => name === field)?.[2] ?? null;
            if (value !== null) gauge.set({ customer: customerOf(fact), ...fact.tags }, value);
          }
        },
      );
  gauge(
    {
      name: 'watchcase_customers_left_out',
      help: `Customers without figures here: there are more than ${MOST_CUSTOMERS}`,
      labelNames: [],
    },
    async (gauge) => gauge.set(told(await newest()).leftOut),
  );
}

function customerOf({ subject }: CustomerFact): string {
  return 'customer' in subject ? String(subject.customer) : '';
}

function told(facts: readonly CustomerFact[]): { facts: readonly CustomerFact[]; leftOut: number } {
  const customers = [...new Set(facts.map(customerOf))];
  if (customers.length <= MOST_CUSTOMERS) return { facts, leftOut: 0 };
  const kept = new Set(customers.slice(0, MOST_CUSTOMERS));
  return {
    facts: facts.filter((fact) => kept.has(customerOf(fact))),
    leftOut: customers.length - MOST_CUSTOMERS,
  };
}
