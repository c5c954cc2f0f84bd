import type { Role } from '@watchcase/api';

/** Who asks, with what they may be asked for. */
export interface Asker {
  kind: 'account' | 'token';
  /** Of the account, or of the token. */
  id: string;
  /** The account that stands behind it. */
  accountId: string;
  /** What timelines show. */
  name: string;
  role: Role;
  /** A token's own role: both must allow what is done; null for all that its owner may. */
  scope: Role | null;
  /** Only these customers; null for all. */
  customers: readonly string[] | null;
  /** Or what one of these teams has. */
  teams: readonly string[];
}

/** Whoever has the administrator's token: scripts on the collector's own machine. */
export const administrator: Asker = {
  kind: 'token',
  id: 'admin-token',
  accountId: 'admin',
  name: 'admin',
  role: 'admin',
  scope: null,
  customers: null,
  teams: [],
};
