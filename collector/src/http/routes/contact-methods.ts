import {
  checkCodeSchema,
  codeSentSchema,
  newReachSchema,
  type ReachView,
  reachSchema,
  sendCodeSchema,
} from '@watchcase/api';
import type { ContactMethod, Reach } from '@watchcase/oncall';
import { UserError } from '@watchcase/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { appendAudit } from '../../audit/index.ts';
import { type DirectoryRecord, isRetired, notFound } from '../../directory/index.ts';
import { changingOf } from '../changing-of.ts';
import { decidesForOthers, personFor } from '../duty-person.ts';
import type { HttpRooms, MethodPlace } from '../rooms.ts';
import { personView } from '../views/oncall.ts';
import { writingOf } from '../writing-of.ts';

/** A code costs money, and may wake somebody. */
const LIMIT = { max: 10, timeWindow: '1 minute' };
const byId = z.object({ id: z.string().min(1).max(63) });
const PERSON_CODES = ['DUTY_NOT_YOURS', 'DUTY_PERSON_UNKNOWN', 'RECORD_NOT_FOUND'];
const FORM_CODES = [
  'DIRECTORY_INVALID',
  'DIRECTORY_UNKNOWN_KEY',
  'RECORD_CHANGED',
  'CHANNEL_NOT_FOUND',
  'METHOD_ADDRESS_INVALID',
];

/** How people are reached: each says it themselves, and shows by a code that an address is theirs. */
export function contactMethodRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/oncall/methods',
    {
      schema: {
        summary: 'How you are reached, or as a manager somebody else: methods, rules and quiet hours',
        querystring: z.object({ person: z.string().min(1).max(63).optional() }),
        response: { 200: reachSchema },
      },
      config: { codes: PERSON_CODES },
    },
    async (request) => reachView(rooms, request, await recordFor(rooms, request, request.query.person)),
  );
  typed.put(
    '/oncall/methods',
    {
      schema: {
        summary: 'Say all of it anew; an address that was changed has to be verified again',
        body: newReachSchema,
        response: { 200: reachSchema },
      },
      config: { codes: [...PERSON_CODES, ...FORM_CODES] },
    },
    async (request) => {
      const { person, version, methods, rules, quiet } = request.body;
      const record = await recordFor(rooms, request, person);
      refuseWrong(rooms, methods);
      const { quiet: _former, ...rest } = record.data;
      const data = { ...rest, methods, rules, ...(quiet === null ? {} : { quiet }) };
      const sent = { data, ...(version === undefined ? {} : { version }) };
      await rooms.directory.put('people', record.id, sent, writingOf(rooms, request));
      return reachView(rooms, request, await recordFor(rooms, request, person));
    },
  );
  codeRoutes(app, rooms);
}

function codeRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.post(
    '/oncall/methods/:id/code',
    {
      schema: {
        summary: 'Send a code to the address of a method',
        params: byId,
        body: sendCodeSchema,
        response: { 200: codeSentSchema },
      },
      config: {
        rateLimit: LIMIT,
        codes: [
          ...PERSON_CODES,
          'METHOD_NOT_FOUND',
          'METHOD_CODE_TOO_SOON',
          'CHANNEL_NOT_FOUND',
          'METHOD_ADDRESS_INVALID',
        ],
      },
    },
    async (request) => {
      const { place, name } = await methodFor(rooms, request, request.params.id);
      const reader = { person: name, language: request.body.language, publicUrl: rooms.publicUrl() };
      const { outcome, detail } = await rooms.methods.sendCode(place, reader);
      await note(rooms, request, { place, act: 'send-code', after: { outcome, detail } });
      return { outcome, detail };
    },
  );
  typed.post(
    '/oncall/methods/:id/verify',
    {
      schema: {
        summary: 'Type the code in: the address is used from then on',
        params: byId,
        body: checkCodeSchema,
        response: { 200: reachSchema },
      },
      config: {
        rateLimit: LIMIT,
        codes: [...PERSON_CODES, 'METHOD_NOT_FOUND', 'METHOD_CODE_WRONG', 'METHOD_CODE_OVER'],
      },
    },
    async (request) => {
      const { place } = await methodFor(rooms, request, request.params.id);
      await rooms.methods.check(place, request.body.code);
      await note(rooms, request, { place, act: 'verify', after: { verified: true } });
      return reachView(rooms, request, await recordFor(rooms, request, request.body.person));
    },
  );
}

async function recordFor(
  rooms: HttpRooms,
  request: FastifyRequest,
  named: string | undefined,
): Promise<DirectoryRecord> {
  const directory = await rooms.directory.current();
  const person = await personFor(rooms, request, { directory, named });
  const record = directory.get('people', person);
  if (record === undefined || isRetired(record)) throw notFound('people', person);
  return record;
}

async function methodFor(
  rooms: HttpRooms,
  request: FastifyRequest<{ Body: { person?: string | undefined } }>,
  id: string,
): Promise<{ place: MethodPlace; name: string }> {
  const record = await recordFor(rooms, request, request.body.person);
  const method = reachOf(record).methods?.find((one) => one.id === id);
  if (method === undefined)
    throw new UserError({
      code: 'METHOD_NOT_FOUND',
      place: id,
      message: `${record.id} has no such contact method`,
      fix: 'load the list of methods again',
    });
  const { channel, address } = method;
  return { place: { person: record.id, channel, address }, name: String(record.data['name']) };
}

/** What no channel would take is refused before it is written down. */
function refuseWrong({ methods: { channels, faultOf } }: HttpRooms, wanted: readonly ContactMethod[]): void {
  const names = channels().map(({ name }) => name);
  for (const [index, { channel, address }] of wanted.entries()) {
    if (!names.includes(channel))
      throw new UserError({
        code: 'CHANNEL_NOT_FOUND',
        place: `methods.${index}.channel`,
        message: `"${channel}" is no channel that reaches people at addresses of their own`,
        fix: `name one of: ${names.join(', ') || '(the config has none)'}`,
      });
    const fault = faultOf(channel, address);
    if (fault === undefined) continue;
    throw new UserError({
      code: 'METHOD_ADDRESS_INVALID',
      place: `methods.${index}.address`,
      message: fault,
      fix: 'correct the address',
    });
  }
}

async function reachView(
  rooms: HttpRooms,
  request: FastifyRequest,
  record: DirectoryRecord,
): Promise<ReachView> {
  const directory = await rooms.directory.current();
  const { isVerified, isReached } = await rooms.methods.known();
  const channels = rooms.methods.channels();
  const { methods = [], rules = [], quiet } = reachOf(record);
  const others = decidesForOthers(request) ? directory.all('people').filter((one) => !isRetired(one)) : [];
  return {
    person: personView(directory, record.id),
    version: record.version,
    channels: channels.map(({ name, type }) => ({ name, type })),
    methods: methods.map((method) => ({ ...method, state: stateOf(method) })),
    rules: reachSchema.shape.rules.parse(rules),
    quiet: reachSchema.shape.quiet.parse(quiet ?? null),
    isReached: isReached(record.id),
    people: others.map(({ id }) => personView(directory, id)),
  };

  function stateOf({ channel, address }: ContactMethod): ReachView['methods'][number]['state'] {
    if (channels.every(({ name }) => name !== channel)) return 'no-channel';
    return isVerified({ person: record.id, channel, address }) ? 'verified' : 'unverified';
  }
}

function reachOf({ data }: DirectoryRecord): Reach {
  return data as Reach;
}

async function note(
  { store, clock }: HttpRooms,
  request: FastifyRequest,
  { place, act, after }: { place: MethodPlace; act: string; after: object },
): Promise<void> {
  const { person, channel, address } = place;
  const entry = { subject: `people/${person}`, act, before: null, after: { channel, address, ...after } };
  await store.transaction((tx) => appendAudit(tx, [entry], changingOf(request, clock.now())));
}
