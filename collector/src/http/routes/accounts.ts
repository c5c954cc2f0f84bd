import { accountChangeSchema, accountListSchema, accountSchema, newAccountSchema } from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { changingOf } from '../changing-of.ts';
import type { HttpRooms } from '../rooms.ts';

const codes = ['EMAIL_TAKEN', 'ACCOUNT_WITHOUT_CUSTOMERS'];

/** Who may sign in. Nobody is deleted: what they did keeps their name. */
export function accountRoutes(app: FastifyInstance, { access, clock }: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { accounts } = access;
  typed.get(
    '/accounts',
    { schema: { summary: 'Accounts by name', response: { 200: accountListSchema } } },
    async () => ({ items: await accounts.list() }),
  );
  typed.post(
    '/accounts',
    {
      schema: { summary: 'Make an account', body: newAccountSchema, response: { 201: accountSchema } },
      config: { codes },
    },
    async (request, reply) =>
      reply.status(201).send(await accounts.add(request.body, changingOf(request, clock.now()))),
  );
  typed.patch(
    '/accounts/:id',
    {
      schema: {
        summary: 'Change an account, or retire it: its sessions and tokens end at once',
        params: z.object({ id: z.string().max(63) }),
        body: accountChangeSchema,
        response: { 200: accountSchema },
      },
      config: { codes: [...codes, 'ACCOUNT_NOT_FOUND', 'LAST_ADMINISTRATOR'] },
    },
    (request) => accounts.change(request.params.id, request.body, changingOf(request, clock.now())),
  );
}
