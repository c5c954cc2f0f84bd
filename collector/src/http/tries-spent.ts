import { UserError } from '@watchcase/runtime';
import type { FastifyReply } from 'fastify';

/** What is said to whoever must wait before the next password; the answer says how long. */
export function triesSpent(reply: FastifyReply, waitMs: number): UserError {
  void reply.header('retry-after', String(Math.ceil(waitMs / 1000)));
  return new UserError({
    code: 'PASSWORD_TRIES_SPENT',
    place: 'password',
    message: 'too many wrong passwords were tried for this account from where you are not known',
    fix: 'wait as long as retry-after says, sign in from where you have before, or let a link be mailed to you',
  });
}
