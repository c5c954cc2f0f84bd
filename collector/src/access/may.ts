import type { Role } from '@watchcase/api';
import type { Asker } from './asker.ts';
import { type Action, rights, unscoped } from './rights.ts';

/** To what something is done; nothing of it for what belongs to the whole house. */
export interface Subject {
  customer?: string;
  /** The team that has it. */
  team?: string | null;
}

/** `role`: nobody of this role may; `scope`: its owner may, the token may not; `foreign`: it is not of their customers. */
export type Verdict = { ok: true } | { ok: false; reason: 'role' | 'scope' | 'foreign' };

/** Whether `asker` may do `action` to `subject` (pure). */
export function may(
  asker: Pick<Asker, 'role' | 'scope' | 'customers' | 'teams'>,
  action: Action,
  subject: Subject = {},
): Verdict {
  const allowed: readonly Role[] = rights[action];
  if (!allowed.includes(asker.role)) return { ok: false, reason: 'role' };
  const isWithin = asker.scope === null || (allowed.includes(asker.scope) && !unscoped.has(action));
  if (!isWithin) return { ok: false, reason: 'scope' };
  return subject.customer === undefined || isTheirs(asker, { ...subject, customer: subject.customer })
    ? { ok: true }
    : { ok: false, reason: 'foreign' };
}

/** Whether it is of the asker's customers, or one of their teams has it (pure). A customer's account is of its customers alone. */
export function isTheirs(
  { role, customers, teams }: Pick<Asker, 'role' | 'customers' | 'teams'>,
  { customer, team }: Subject & { customer: string },
): boolean {
  if (customers === null || customers.includes(customer)) return true;
  return role !== 'customer' && team != null && teams.includes(team);
}

/** All that the asker may do at all (pure): what a console offers. */
export function actionsOf(asker: Pick<Asker, 'role' | 'scope' | 'customers' | 'teams'>): Action[] {
  return (Object.keys(rights) as Action[]).filter((action) => may(asker, action).ok);
}
