import { sessionSchema, signInWaysSchema } from '@watchcase/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { FIRST_ACCOUNT, hashSecret } from '../../access/index.ts';
import { authenticate, loginFailed, SESSION_COOKIE } from '../authenticate.ts';
import { clientOf } from '../client-of.ts';
import type { HttpRooms } from '../rooms.ts';
import { fromOf, openSession } from '../session-cookie.ts';
import { triesSpent } from '../tries-spent.ts';
import { sessionView } from '../views/session.ts';

/** A person types a password a few times; a program has no reason to come often. */
export const LOGIN_LIMIT = { max: 20, timeWindow: '1 minute' };

const bodySchema = z.union([
  z.strictObject({ token: z.string().min(1).max(200) }),
  z.strictObject({ email: z.string().min(1).max(200), password: z.string().min(1).max(1000) }),
]);
type Body = z.output<typeof bodySchema>;

/** Sessions of the console, by password or token. */
export function loginRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { access, clock } = rooms;

  /** A good token has its account's bucket; all else counts against whoever asks. How often an account's password is tried from everywhere is the account's own matter. */
  async function accountOf(request: FastifyRequest): Promise<string> {
    const body = request.body as Body;
    if ('email' in body) return clientOf(request);
    const asker = await access.bearer(body.token, clock.now());
    return asker === undefined ? clientOf(request) : `account ${asker.id}`;
  }

  async function whoIs(
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Parameters<typeof openSession>[2] | undefined> {
    const body = request.body as Body;
    if ('email' in body) {
      const found = await access.signIn({ ...body, from: fromOf(request) }, clock.now());
      if (found.is === 'wait') throw triesSpent(reply, found.waitMs);
      return found.is === 'wrong' ? undefined : { accountId: found.account.id, name: found.account.name };
    }
    const asker = await access.bearer(body.token, clock.now());
    if (asker === undefined) return undefined;
    const until =
      asker.kind === 'token' && asker.id !== 'admin-token' ? await endOf(rooms, body.token) : null;
    return { accountId: asker.accountId, name: asker.name, scope: asker.scope, until };
  }

  typed.post(
    '/api/v1/login',
    {
      config: {
        rateLimit: { ...LOGIN_LIMIT, hook: 'preHandler', keyGenerator: accountOf },
        codes: ['LOGIN_FAILED', 'PASSWORD_TRIES_SPENT'],
      },
      schema: {
        security: [],
        summary: 'Open a console session, by address and password or by a token',
        body: bodySchema,
        response: { 200: sessionSchema },
      },
    },
    async (request, reply) => {
      const who = await whoIs(request, reply);
      if (who === undefined) throw loginFailed();
      const cookie = await openSession(rooms, { request, reply }, who);
      const asker = await access.session(cookie, clock.now());
      if (asker === undefined) throw loginFailed();
      return sessionView(rooms, asker);
    },
  );
  typed.post(
    '/api/v1/logout',
    { schema: { security: [], summary: 'End the console session', response: { 204: z.null() } } },
    async (request, reply) => {
      const cookie = request.cookies[SESSION_COOKIE];
      if (cookie !== undefined) await access.keys.closeSession(cookie);
      return reply.clearCookie(SESSION_COOKIE, { path: '/' }).status(204).send(null);
    },
  );
  typed.get(
    '/api/v1/session',
    {
      onRequest: authenticate(rooms),
      schema: { summary: 'Who is signed in', response: { 200: sessionSchema } },
    },
    (request) => sessionView(rooms, request.asker),
  );
  typed.get(
    '/api/v1/login-ways',
    {
      schema: {
        security: [],
        summary: 'By what people can sign in here',
        response: { 200: signInWaysSchema },
      },
    },
    () => ({ mail: rooms.mailer !== undefined, provider: rooms.provider?.name ?? null }),
  );
}

/** When a token ends: a session opened with it ends no later. */
async function endOf({ store }: HttpRooms, token: string): Promise<number | null> {
  const row = await store.db
    .selectFrom('access')
    .select('expires_at')
    .where('token_sha256', '=', hashSecret(token))
    .executeTakeFirst();
  return row?.expires_at ?? null;
}

/** Whose link it is that nobody else is named for. */
export const firstAccount = { accountId: FIRST_ACCOUNT, name: FIRST_ACCOUNT };
