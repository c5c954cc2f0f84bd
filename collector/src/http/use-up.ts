import type { EnrolRequest } from '@watchcase/protocol';
import { UserError } from '@watchcase/runtime';
import type { Selectable } from 'kysely';
import type { Tables, Tx } from '../store/index.ts';
import { hashSecret } from '../access/index.ts';

type Enrolment = Selectable<Tables['enrolments']>;

/**
 * Uses a token up. The conditional update comes first: of two who bring the same token at once, one waits for the other and finds it used. Whoever used it and
 * comes again with the same attempt has not got the answer: its row has the host then. Errors: ENROLMENT_TOKEN_INVALID, _USED, _EXPIRED, _REVOKED.
 */
export async function useUp(tx: Tx, { token, attempt }: EnrolRequest, now: number): Promise<Enrolment> {
  const hash = hashSecret(token);
  const attemptHash = attempt === undefined ? null : hashSecret(attempt);
  const row = await tx
    .updateTable('enrolments')
    .set({ used_at: now, attempt_sha256: attemptHash })
    .where('token_sha256', '=', hash)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  if (row !== undefined) return row;
  const known = await tx
    .selectFrom('enrolments')
    .selectAll()
    .where('token_sha256', '=', hash)
    .executeTakeFirst();
  if (known !== undefined && attemptHash !== null && known.attempt_sha256 === attemptHash) return known;
  throw whyNot(known);
}

function whyNot(known: Enrolment | undefined): UserError {
  if (known === undefined)
    return new UserError({
      code: 'ENROLMENT_TOKEN_INVALID',
      place: 'token',
      message: 'there is no such enrolment token',
      fix: 'copy it again, or make a new one',
    });
  if (known.used_at !== null)
    return new UserError({
      code: 'ENROLMENT_TOKEN_USED',
      place: 'token',
      message: 'this enrolment token was used already',
      fix: 'make a new one for each host',
    });
  if (known.revoked_at !== null)
    return new UserError({
      code: 'ENROLMENT_TOKEN_REVOKED',
      place: 'token',
      message: 'this enrolment token was revoked',
      fix: 'make a new one',
    });
  return new UserError({
    code: 'ENROLMENT_TOKEN_EXPIRED',
    place: 'token',
    message: 'this enrolment token has expired',
    fix: 'make a new one',
  });
}
