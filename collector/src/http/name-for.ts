import { UserError } from '@watchcase/runtime';
import type { FastifyRequest } from 'fastify';

/** Under which name something is done: one's own, or the one that is named, by whom it may be: a program speaks for people, and so may an administrator; a customer is never somebody of the desk. Errors: NOT_ALLOWED. */
export function nameFor(request: Pick<FastifyRequest, 'asker' | 'actor'>, by: string | undefined): string {
  const { asker, actor } = request;
  if (by === undefined || by === actor) return actor;
  const isProgram =
    asker.kind === 'token' && (asker.scope ?? asker.role) !== 'customer' && asker.role !== 'customer';
  if (isProgram || asker.role === 'admin') return by;
  throw new UserError({
    code: 'NOT_ALLOWED',
    place: 'by',
    message: 'people with an account act under their own name',
    fix: 'leave "by" out; API tokens may speak for others',
  });
}
