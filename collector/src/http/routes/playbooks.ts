import { caseDetailSchema, casePlaybooksSchema, tickBodySchema } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { actorOf, viaOf } from '../actor-of.ts';
import { caseById } from '../case-by-id.ts';
import { keySchema } from '../key-schema.ts';
import type { HttpRooms } from '../rooms.ts';
import { readCase } from '../views/cases.ts';
import { readPlaybooks } from '../views/playbooks.ts';

const CODES = [
  'CASE_NOT_FOUND',
  'CASE_ACT_NOT_YOURS',
  'CASE_ALREADY_CLOSED',
  'PLAYBOOK_STEP_UNKNOWN',
  'SHARD_OWNER_AWAY',
];

/** What is gone through with faults of a kind, step by step; who did which stands in the case's log. */
export function playbookRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/cases/:id/playbooks',
    {
      schema: {
        summary: 'Playbooks for its rules and its category, and who did which step',
        params: caseById,
        response: { 200: casePlaybooksSchema },
      },
      config: { codes: ['CASE_NOT_FOUND'] },
    },
    async ({ params }) => ({ items: await readPlaybooks(rooms, params.id) }),
  );
  for (const kind of ['tick', 'untick'] as const)
    typed.post(
      `/cases/:id/${kind}`,
      {
        schema: {
          summary: kind === 'tick' ? 'A step of a playbook is done' : 'It is not done after all',
          params: caseById,
          body: tickBodySchema,
          headers: keySchema,
          response: { 200: caseDetailSchema },
        },
        config: { codes: CODES },
      },
      async (request) => {
        const { id } = request.params;
        const { by, ...wanted } = request.body;
        const playbook = (await readPlaybooks(rooms, id)).find(
          (one) => one.id === wanted.playbook && one.version === wanted.version,
        );
        const titles = playbook?.steps.find(({ step }) => step === wanted.step)?.text;
        if (titles === undefined) throw unknownStep(wanted.playbook, wanted.step);
        const key = request.headers['idempotency-key'];
        const who = { by: actorOf(request, by), via: viaOf(request) };
        await rooms.act(id, {
          kind,
          step: { ...wanted, titles },
          ...who,
          ...(key === undefined ? {} : { key }),
        });
        return readCase(rooms, id);
      },
    );
}

function unknownStep(playbook: string, step: number): UserError {
  return new UserError({
    code: 'PLAYBOOK_STEP_UNKNOWN',
    place: `${playbook} step ${step}`,
    message: 'the case goes through no such step of a playbook in this version',
    fix: 'read its playbooks again: GET /api/v1/cases/{id}/playbooks',
  });
}
