import { signal } from '@preact/signals';
import type { Role } from '@watchcase/api';
import { recall, remember } from './remembered.ts';

/** Who is signed in: a name; null = nobody; undefined = not known yet. */
export const session = signal<string | null | undefined>(undefined);

/** The name under which this reader acts on cases, where it differs from the session's. */
export const ownName = signal(recall('name') ?? '');

/** Sets the name under which this reader acts; empty = the session's. */
export function chooseName(name: string): void {
  ownName.value = name.trim();
  remember('name', ownName.value === '' ? null : ownName.value);
}

/** The name timelines will show. */
export function actingName(): string {
  return ownName.value === '' ? (session.value ?? '') : ownName.value;
}

/** What this reader may do to cases. */
export function actingRole(): Role {
  return 'admin';
}
