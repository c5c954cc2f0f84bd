import type { FastifyRequest } from 'fastify';
import type { CaseDeed } from '../model/index.ts';

/** Other cases that it is done to. */
export function otherCasesOf(deed: CaseDeed): number[] {
  if (deed.kind === 'link') return [deed.to];
  return deed.kind === 'merge' ? [deed.into] : [];
}

/** What a customer says is said to both sides. */
export function forCustomer({ asker }: Pick<FastifyRequest, 'asker'>, deed: CaseDeed): CaseDeed {
  return deed.kind === 'note' && asker.role === 'customer' ? { ...deed, visibility: 'customer' } : deed;
}
