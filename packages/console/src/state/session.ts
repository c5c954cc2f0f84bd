import { signal } from '@preact/signals';
import type { Role, Session } from '@watchcase/api';
import { recall, remember } from './remembered.ts';

/** Who is signed in: a name; null = nobody; undefined = not known yet. */
export const session = signal<string | null | undefined>(undefined);

/** What is known of whoever is signed in; null for nobody. */
export const me = signal<Session | null>(null);

/** True when this reader may do it: one of the actions of docs/access.md. */
export function mayDo(action: string): boolean {
  return me.value?.may.includes(action) ?? false;
}

/** The same for what concerns all customers: not for who is limited to some. */
export function mayDoToAll(action: string): boolean {
  return mayDo(action) && me.value?.customers === null;
}

/** The name under which this reader acts on cases, where it differs from the session's. */
export const ownName = signal(recall('name') ?? '');

/** Sets the name under which this reader acts; empty = the session's. */
export function chooseName(name: string): void {
  ownName.value = name.trim();
  remember('name', ownName.value === '' ? null : ownName.value);
}

/** The name timelines will show. */
export function actingName(): string {
  const own = session.value ?? '';
  // Only an administrator, often several people behind one account, speaks under other names.
  return ownName.value === '' || actingRole() !== 'admin' ? own : ownName.value;
}

/** What this reader may do to cases. */
export function actingRole(): Role {
  return me.value?.role ?? 'read-only';
}
