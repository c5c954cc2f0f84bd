import {
  createdTokenSchema,
  type Key,
  keyListSchema,
  newPasswordSchema,
  newTokenSchema,
} from '@watchcase/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { hashSecret, may } from '../../access/index.ts';
import { SESSION_COOKIE } from '../authenticate.ts';
import { changingOf } from '../changing-of.ts';
import { clientOf } from '../client-of.ts';
import type { HttpRooms } from '../rooms.ts';
import { triesSpent } from '../tries-spent.ts';
import { iso, isoOrNull } from '../views/time.ts';
import { LOGIN_LIMIT } from './login.ts';

const DAY_MS = 86_400_000;

/** One's own sessions, tokens and password; administrators see and end everybody's. */
export function keyRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { access, clock } = rooms;
  const byId = z.object({ id: z.string().max(63) });
  /** Whose they see: undefined for everybody's. */
  const whose = (request: FastifyRequest) =>
    may(request.asker, 'accounts.manage').ok ? undefined : request.asker.accountId;

  for (const [path, kind, summary] of [
    ['sessions', 'session', 'Console sessions, the newest first'],
    ['tokens', 'api', 'API tokens, the newest first'],
  ] as const) {
    typed.get(`/${path}`, { schema: { summary, response: { 200: keyListSchema } } }, async (request) => {
      const rows = await access.keys.list(kind, clock.now(), whose(request));
      return { items: rows.map((row) => keyView(row, request)) };
    });
    typed.post(
      `/${path}/:id/end`,
      {
        schema: { summary: 'End it at once', params: byId, response: { 204: z.null() } },
        config: { codes: ['KEY_NOT_FOUND'] },
      },
      async (request, reply) => {
        await access.keys.end(request.params.id, changingOf(request, clock.now()), whose(request));
        return reply.status(204).send(null);
      },
    );
  }
  typed.post(
    '/tokens',
    {
      schema: {
        summary: 'Make an API token of one’s own; the answer has it, this once',
        body: newTokenSchema,
        response: { 201: createdTokenSchema },
      },
    },
    async (request, reply) => {
      const { name, scope, validDays } = request.body;
      const now = clock.now();
      const expiresAt = validDays === null ? null : now + validDays * DAY_MS;
      const of = { accountId: request.asker.accountId, name, scope, expiresAt };
      const { row, token } = await access.keys.newToken(of, changingOf(request, now));
      return reply.status(201).send({ ...keyView({ ...row, owner: request.actor }, request), token });
    },
  );
  typed.post(
    '/session/password',
    {
      config: {
        rateLimit: { ...LOGIN_LIMIT, keyGenerator: clientOf },
        codes: ['PASSWORD_REFUSED', 'PASSWORD_WRONG', 'PASSWORD_TRIES_SPENT', 'ACCOUNT_NOT_FOUND'],
      },
      schema: { summary: 'Set one’s own password', body: newPasswordSchema, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { asker, body } = request;
      const now = clock.now();
      // Whoever has got hold of a session must not find the password by it, nor keep its owner out elsewhere.
      const session = hashSecret(request.cookies[SESSION_COOKIE] ?? asker.id);
      const one = access.tries.begin(asker.accountId, session, now);
      if (one.waitMs > 0) throw triesSpent(reply, one.waitMs);
      await access.accounts.setPassword(asker.accountId, body, changingOf(request, now));
      one.right();
      return reply.status(204).send(null);
    },
  );
}

function keyView(
  row: Awaited<ReturnType<HttpRooms['access']['keys']['list']>>[number],
  request: FastifyRequest,
): Key {
  const own = request.cookies[SESSION_COOKIE];
  return {
    id: row.id ?? '',
    name: row.name,
    owner: row.owner,
    scope: row.scope as Key['scope'],
    device: row.device,
    createdAt: iso(row.created_at),
    expiresAt: isoOrNull(row.expires_at),
    seenAt: isoOrNull(row.seen_at),
    current: own !== undefined && hashSecret(own) === row.token_sha256,
  };
}
