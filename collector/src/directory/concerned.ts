import type { PlannedChange } from './record.ts';

/**
 * Whose open cases may be owed something else once these changes are there (pure): some customers, or `everybody`. Which contracts there are at all matters to all: who
 * has none is outside of them only where somebody has one.
 */
export function concernedBy(changes: readonly PlannedChange[]): ReadonlySet<string> | 'everybody' {
  const customers = new Set<string>();
  for (const change of changes) {
    const concerned = concernedByOne(change);
    if (concerned === 'everybody') return concerned;
    for (const customer of concerned) customers.add(customer);
  }
  return customers;
}

function concernedByOne(change: PlannedChange): readonly string[] | 'everybody' {
  const { kind, id, act, before, after } = change;
  switch (kind) {
    case 'policies':
    case 'calendars':
      // A new one is named by nobody yet.
      return act === 'add' ? [] : 'everybody';
    case 'contracts':
      return act === 'change' ? [String(before?.['customer']), String(after['customer'])] : 'everybody';
    case 'customers':
      return isOther(change, 'zone') ? [id] : [];
    case 'sites':
      return isOther(change, 'travelAllowance') ? [customerIn(id)] : [];
    case 'hosts':
      return isOther(change, 'product') ? [customerIn(id)] : [];
    default:
      return [];
  }
}

function isOther({ before, after }: PlannedChange, field: string): boolean {
  return before?.[field] !== after[field];
}

function customerIn(id: string): string {
  return id.split('.')[0] ?? '';
}
