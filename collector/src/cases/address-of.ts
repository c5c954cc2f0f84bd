import type { Actor } from '../model/index.ts';

/** How whoever writes for a customer can be written to; nothing of others. */
export function addressOf({ kind, id, role }: Actor): { mail?: string; account?: string } {
  if (role !== 'customer') return {};
  if (kind === 'contact') return { mail: id };
  return kind === 'account' ? { account: id } : {};
}
