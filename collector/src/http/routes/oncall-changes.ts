import {
  actForSchema,
  dutyChangesSchema,
  newAbsenceSchema,
  newOverrideSchema,
  newSwapSchema,
  type RecordKind,
} from '@watchcase/api';
import type { SwapRecord } from '@watchcase/oncall';
import { UserError } from '@watchcase/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { nextId, notFound, type Snapshot } from '../../directory/index.ts';
import { decidesForOthers, notYours, ownPerson, personFor } from '../duty-person.ts';
import type { HttpRooms } from '../rooms.ts';
import { dutyChangesView } from '../views/oncall-changes.ts';
import { iso } from '../views/time.ts';
import { writingOf } from '../writing-of.ts';

const byId = z.object({ id: z.string().min(1).max(130) });
const answer = { 200: dutyChangesSchema };
const PERSON_CODES = ['DUTY_NOT_YOURS', 'DUTY_PERSON_UNKNOWN'];
const FORM_CODES = [
  'DIRECTORY_INVALID',
  'DIRECTORY_UNKNOWN_KEY',
  'DIRECTORY_REFERENCE_UNKNOWN',
  'DIRECTORY_RETIRED',
  'RECORD_CHANGED',
];
const MADE = { config: { codes: [...PERSON_CODES, ...FORM_CODES] } };
const CHANGED = { config: { codes: [...PERSON_CODES, 'RECORD_NOT_FOUND', 'RECORD_CHANGED'] } };

/** What people change of rotas: each is a record of the directory, with who agreed and when. All answer with what holds then. */
export function oncallChangeRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/oncall/changes',
    { schema: { summary: 'Overrides, swaps and vacations of now and later', response: answer } },
    (request) => changesFor(rooms, request),
  );
  overrideRoutes(app, rooms);
  swapRoutes(app, rooms);
  absenceRoutes(app, rooms);
}

async function changesFor(rooms: HttpRooms, request: FastifyRequest) {
  const directory = await rooms.directory.current();
  const me = await ownPerson(rooms, request, directory);
  return dutyChangesView(directory, { me, decidesForOthers: decidesForOthers(request) }, rooms.clock.now());
}

/** Makes a record under an id that nobody has. */
async function add(
  rooms: HttpRooms,
  request: FastifyRequest,
  { kind, stem, data }: { kind: RecordKind; stem: string; data: object },
): Promise<void> {
  const directory = await rooms.directory.current();
  let [id, count] = [stem, 1];
  while (directory.get(kind, id) !== undefined) id = nextId(stem, ++count);
  await rooms.directory.put(kind, id, { data, version: 0 }, writingOf(rooms, request));
}

function overrideRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.post(
    '/oncall/overrides',
    {
      schema: {
        summary: 'Put yourself on duty for a while, or as a manager anybody: in place of all, or of one',
        body: newOverrideSchema,
        response: answer,
      },
      ...MADE,
    },
    async (request) => {
      const { rota, people, from } = request.body;
      const directory = await rooms.directory.current();
      for (const person of people) await personFor(rooms, request, { directory, named: person });
      const data = { ...request.body, agreed: { by: request.actor, at: iso(rooms.clock.now()) } };
      await add(rooms, request, { kind: 'overrides', stem: stemOf(rota, from), data });
      return changesFor(rooms, request);
    },
  );
  cancelRoute(app, rooms, {
    kind: 'overrides',
    summary: 'Take an override back',
    peopleOf: (data) => data['people'] as string[],
  });
}

function absenceRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.post(
    '/oncall/absences',
    {
      schema: {
        summary: 'Say that you are away, or as a manager that somebody is: days, both included, or moments',
        body: newAbsenceSchema,
        response: answer,
      },
      ...MADE,
    },
    async (request) => {
      const directory = await rooms.directory.current();
      const person = await personFor(rooms, request, { directory, named: request.body.person });
      const data = { ...request.body, person };
      await add(rooms, request, { kind: 'absences', stem: stemOf(person, data.from), data });
      return changesFor(rooms, request);
    },
  );
  cancelRoute(app, rooms, {
    kind: 'absences',
    summary: 'Take an absence back',
    peopleOf: (data) => [String(data['person'])],
  });
}

/** Whoever is named may take it back, and whoever decides for others. */
function cancelRoute(
  app: FastifyInstance,
  rooms: HttpRooms,
  {
    kind,
    summary,
    peopleOf,
  }: {
    kind: 'overrides' | 'absences';
    summary: string;
    peopleOf(data: Readonly<Record<string, unknown>>): string[];
  },
): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .post(
      `/oncall/${kind}/:id/cancel`,
      { schema: { summary, params: byId, response: answer }, ...CHANGED },
      async (request) => {
        const directory = await rooms.directory.current();
        const { id } = request.params;
        const record = directory.get(kind, id);
        if (record === undefined) throw notFound(kind, id);
        const own = await ownPerson(rooms, request, directory);
        if (!decidesForOthers(request) && !peopleOf(record.data).includes(own ?? '')) throw notYours(id);
        await rooms.directory.retire(kind, id, true, writingOf(rooms, request));
        return changesFor(rooms, request);
      },
    );
}

function swapRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.post(
    '/oncall/swaps',
    {
      schema: {
        summary:
          'Ask somebody to take what would be your duty, and offer what you take in return; it holds once both have agreed',
        body: newSwapSchema,
        response: answer,
      },
      ...MADE,
    },
    async (request) => {
      const directory = await rooms.directory.current();
      const person = await personFor(rooms, request, { directory, named: request.body.person });
      const isOwn = person === (await ownPerson(rooms, request, directory));
      // Who asks for somebody else does not agree for them.
      const agreed = isOwn ? [{ by: person, at: iso(rooms.clock.now()) }] : [];
      const data = { ...request.body, person, agreed };
      await add(rooms, request, { kind: 'swaps', stem: stemOf(`${person}-${data.with}`, data.from), data });
      return changesFor(rooms, request);
    },
  );
  for (const [act, summary] of [
    ['agree', 'Agree to a swap'],
    ['decline', 'Decline a swap, or take back that you asked for one'],
  ] as const)
    typed.post(
      `/oncall/swaps/:id/${act}`,
      {
        schema: { summary, params: byId, body: actForSchema, response: answer },
        config: { codes: [...CHANGED.config.codes, 'SWAP_NOT_OPEN'] },
      },
      async (request) => {
        const directory = await rooms.directory.current();
        const person = await personFor(rooms, request, { directory, named: request.body.person });
        const { data, version } = decided(directory, request.params.id, {
          act,
          said: { by: person, at: iso(rooms.clock.now()) },
        });
        await rooms.directory.put('swaps', request.params.id, { data, version }, writingOf(rooms, request));
        return changesFor(rooms, request);
      },
    );
}

/** A swap once one of the two has said their word (pure). Errors: RECORD_NOT_FOUND, DUTY_NOT_YOURS, SWAP_NOT_OPEN. */
function decided(
  directory: Snapshot,
  id: string,
  { act, said }: { act: 'agree' | 'decline'; said: { by: string; at: string } },
): { data: SwapRecord; version: number } {
  const record = directory.get('swaps', id);
  if (record === undefined) throw notFound('swaps', id);
  const swap = record.data as unknown as SwapRecord;
  const { agreed = [], declined } = swap;
  if (![swap.person, swap.with].includes(said.by)) throw notYours(id);
  const hasAgreed = act === 'agree' && agreed.some(({ by }) => by === said.by);
  if (declined !== undefined || swap.retired === true || hasAgreed)
    throw new UserError({
      code: 'SWAP_NOT_OPEN',
      place: id,
      message: hasAgreed ? `${said.by} has agreed already` : 'it was declined or taken back',
      fix: 'ask for a new one',
    });
  const { version } = record;
  return act === 'agree'
    ? { data: { ...swap, agreed: [...agreed, said] }, version }
    : { data: { ...swap, declined: said }, version };
}

function stemOf(about: string, from: string): string {
  return `${about.slice(0, 40)}-${from.slice(0, 10)}`.replace(/[^a-z0-9-]/g, '');
}
