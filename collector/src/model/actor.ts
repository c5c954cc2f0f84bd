import type { Role } from '@watchcase/api';

/** Who does something: a person with an account, a program with a token, whoever has a signed link, a contact at the customer, or Watchcase. */
export interface Actor {
  kind: 'account' | 'token' | 'link' | 'contact' | 'system';
  /** Unique among those of its kind. */
  id: string;
  /** What timelines show. */
  name: string;
  role: Role | 'system';
}

/** Somebody of whom only the name is known, trusted with everything, as the administrator's token is. */
export function namedActor(name: string, kind: Actor['kind'] = 'account'): Actor {
  return { kind, id: name, name, role: 'admin' };
}
