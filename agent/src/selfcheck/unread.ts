import { LIMITS, type Unread } from '@watchcase/protocol/light';

/** How a task fares, as far as it matters here. */
interface State {
  name: string;
  job?: string;
  error: string | null;
  /** Its series themselves say it. */
  told: boolean;
}

const MOST_NAME = 200;
const MOST_REASON = 400;

/** What people are told cannot be read, and why (pure); a refused config by its faults. */
export function unreadOf(states: readonly State[], configFaults: readonly string[] = []): Unread[] {
  const refused = configFaults.length === 0 ? [] : [{ name: 'config', reason: configFaults.join('; ') }];
  const failing = states.flatMap(({ name, job, error, told }) =>
    error === null
      ? []
      : [{ name, ...(job === undefined ? {} : { job }), ...(told ? {} : { counted: true }), reason: error }],
  );
  return [...refused, ...failing].slice(0, LIMITS.unread).map((one) => ({
    ...one,
    name: one.name.slice(0, MOST_NAME),
    reason: cut(one.reason) || 'it did not say why',
  }));
}

/** Cut between characters, and a text as the wire takes it. */
function cut(reason: string): string {
  return reason.replaceAll('\0', '').trim().slice(0, MOST_REASON).toWellFormed();
}
