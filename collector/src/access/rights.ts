import type { Role } from '@watchcase/api';

const everybody: readonly Role[] = ['admin', 'manager', 'engineer', 'read-only', 'customer'];
const staff: readonly Role[] = ['admin', 'manager', 'engineer', 'read-only'];
const workers: readonly Role[] = ['admin', 'manager', 'engineer'];

/** The one table of rights: what is done, and who may. Whether it is done to a customer of theirs is asked beside it. */
export const rights = {
  /** One's own session, password, tokens. */
  own: everybody,
  /** The same changed: what a token that may less than its owner must not do. */
  'own.change': everybody,
  'hosts.read': everybody,
  'hosts.change': workers,
  'cases.read': everybody,
  /** What is not for the customer's eyes: who is paged, rules, internal notes. */
  'desk.read': staff,
  /** What engineers do to a case. */
  'cases.work': workers,
  /** Having a case oneself: who leads the desk does not. */
  'cases.handle': ['admin', 'engineer'],
  /** What a customer may do too: report, comment, confirm. */
  'cases.take-part': [...workers, 'customer'],
  /** The customer's own word: how it was, and that it is not solved. */
  'cases.judge': ['customer'],
  'customers.read': everybody,
  /** Customers, contracts, policies, calendars and all else of the directory. */
  'desk.change': ['admin', 'manager'],
  /** Overrides, swaps, vacations; of others only by who may change the directory. */
  'duty.change': workers,
  'reports.read': ['admin', 'manager', 'read-only'],
  'audit.read': ['admin', 'manager'],
  'accounts.manage': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof rights;

/** What needs all that its owner may. */
export const unscoped: ReadonlySet<Action> = new Set(['own.change']);
