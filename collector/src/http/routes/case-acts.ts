import {
  assignBodySchema,
  cancelBodySchema,
  caseDetailSchema,
  closeBodySchema,
  confirmBodySchema,
  diagnoseBodySchema,
  handOnBodySchema,
  holdBodySchema,
  linkBodySchema,
  mergeBodySchema,
  noteBodySchema,
  onSiteBodySchema,
  rateBodySchema,
  resolveBodySchema,
  severityBodySchema,
  splitBodySchema,
  whoBodySchema,
  workBodySchema,
} from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import type { CaseDeed } from '../../model/index.ts';
import { actorOf, viaOf } from '../actor-of.ts';
import { caseById } from '../case-by-id.ts';
import { keySchema } from '../key-schema.ts';
import type { HttpRooms } from '../rooms.ts';
import { forCustomer, otherCasesOf } from '../deed-for.ts';
import { refuseForeignCases } from '../refuse-foreign-cases.ts';
import { readCaseFor } from '../views/case-for.ts';

/** What any act may be refused with. */
const ANY = ['CASE_NOT_FOUND', 'SHARD_OWNER_AWAY', 'CASE_ACT_NOT_YOURS'];
/** What a case that has ended refuses. */
const ENDED = ['CASE_ALREADY_RESOLVED', 'CASE_ALREADY_CLOSED'];

/** One act as an address. */
interface ActRoute<B extends z.ZodType> {
  path: string;
  summary: string;
  body: B;
  /** What it is refused with beside what any act is. */
  codes: readonly string[];
  deed(body: z.output<B>): CaseDeed | Promise<CaseDeed>;
}

/** What people do to cases. Every act answers with the case as it then is. */
export function caseActRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();

  function offer<B extends z.ZodType>({ path, summary, body, codes, deed }: ActRoute<B>): void {
    typed.post(
      `/cases/:id/${path}`,
      {
        schema: {
          summary,
          params: caseById,
          body,
          headers: keySchema,
          response: { 200: caseDetailSchema },
        },
        config: { codes: [...ANY, ...codes] },
      },
      async (request) => {
        const { id } = request.params;
        const wanted = await deed(request.body as z.output<B>);
        await refuseForeignCases(rooms, request.asker, otherCasesOf(wanted));
        await act(rooms, request, id, forCustomer(request, wanted));
        return readCaseFor(rooms, request.asker, id);
      },
    );
  }

  offerHolding(offer, rooms);
  offerWork(offer);
  offerEnds(offer);
  offerJoins(offer);
}

type Offer = <B extends z.ZodType>(route: ActRoute<B>) => void;

async function act(rooms: HttpRooms, request: FastifyRequest, id: number, deed: CaseDeed): Promise<void> {
  const { by } = (request.body ?? {}) as { by?: string };
  const key = (request.headers as z.output<typeof keySchema>)['idempotency-key'];
  const who = { by: actorOf(request, by), via: viaOf(request) };
  await rooms.act(id, { ...deed, ...who, ...(key === undefined ? {} : { key }) });
}

/** Who has the case, and who is to. */
function offerHolding(offer: Offer, rooms: HttpRooms): void {
  offer({
    path: 'acknowledge',
    summary: 'Take the case: stops its respond clock',
    body: whoBodySchema.nullish(),
    codes: [...ENDED, 'CASE_ALREADY_ACKNOWLEDGED'],
    deed: () => ({ kind: 'acknowledge' }),
  });
  offer({
    path: 'take',
    summary: 'Take the case over, whoever has it',
    body: whoBodySchema.nullish(),
    codes: ENDED,
    deed: () => ({ kind: 'take' }),
  });
  offer({
    path: 'hand-on',
    summary: 'Hand the case on to somebody who can be told',
    body: handOnBodySchema,
    codes: [...ENDED, 'PERSON_NOT_ON_DUTY'],
    async deed({ to: nameOrId, note }) {
      const to = await rooms.reachable(nameOrId);
      if (to === undefined) throw notOnDuty(nameOrId, await rooms.people());
      return { kind: 'hand-on', to, note };
    },
  });
  offer({
    path: 'assign',
    summary: 'Say whose the case is to be: they have not answered yet',
    body: assignBodySchema,
    codes: ENDED,
    deed: ({ person, team, note }) => ({ kind: 'assign', person: person ?? null, team: team ?? null, note }),
  });
  offer({
    path: 'give-back',
    summary: 'Nobody has the case any more: its respond clock runs again',
    body: whoBodySchema.nullish(),
    codes: [...ENDED, 'CASE_NOT_ACKNOWLEDGED'],
    deed: () => ({ kind: 'give-back' }),
  });
  for (const kind of ['watch', 'unwatch'] as const)
    offer({
      path: kind,
      summary: kind === 'watch' ? 'Hear of the case' : 'Hear of it no more',
      body: whoBodySchema.nullish(),
      codes: [],
      deed: () => ({ kind }),
    });
}

/** What is done while it is worked on. */
function offerWork(offer: Offer): void {
  offer({
    path: 'notes',
    summary: 'Add a note',
    body: noteBodySchema,
    codes: ['CASE_ALREADY_CLOSED'],
    deed: ({ text, visibility }) => ({ kind: 'note', text, visibility }),
  });
  offer({
    path: 'diagnose',
    summary: 'Say what was found out: stops its diagnose clock',
    body: diagnoseBodySchema,
    codes: ENDED,
    deed: ({ text }) => ({ kind: 'diagnose', text }),
  });
  offer({
    path: 'need-on-site',
    summary: 'Somebody must go there: starts its on-site clock',
    body: onSiteBodySchema.nullish(),
    codes: [...ENDED, 'CASE_ACT_NOT_NOW'],
    deed: (body) => ({ kind: 'need-on-site', text: body?.text ?? '' }),
  });
  offer({
    path: 'arrive',
    summary: 'Somebody is there: stops its on-site clock',
    body: onSiteBodySchema.nullish(),
    codes: [...ENDED, 'CASE_ACT_NOT_NOW'],
    deed: (body) => ({ kind: 'arrive', text: body?.text ?? '' }),
  });
  offer({
    path: 'hold',
    summary: 'Wait for the customer, a supplier or parts',
    body: holdBodySchema,
    codes: [...ENDED, 'CASE_NOT_ACKNOWLEDGED'],
    deed: ({ reason, until, text }) => ({
      kind: 'hold',
      reason,
      until: until === null ? null : Date.parse(until),
      text,
    }),
  });
  offer({
    path: 'resume',
    summary: 'Wait no longer',
    body: whoBodySchema.nullish(),
    codes: [...ENDED, 'CASE_NOT_ON_HOLD', 'CASE_NOT_ACKNOWLEDGED'],
    deed: () => ({ kind: 'resume' }),
  });
  offer({
    path: 'severity',
    summary: 'Change how bad it is, either way',
    body: severityBodySchema,
    codes: ENDED,
    deed: ({ severity, text }) => ({ kind: 'change-severity', severity, text }),
  });
  offer({
    path: 'work',
    summary: 'Write down labour, travel and parts',
    body: workBodySchema,
    codes: [],
    deed: ({ by, ...work }) => ({ kind: 'log-work', work: { ...work, person: work.person ?? by } }),
  });
}

/** How it ends, and goes on. */
function offerEnds(offer: Offer): void {
  offer({
    path: 'resolve',
    summary: 'The fault is gone: stops its resolve clock',
    body: resolveBodySchema.nullish(),
    codes: [...ENDED, 'CASE_STILL_FIRING'],
    deed: (body) => ({
      kind: 'resolve',
      cause: body?.cause ?? '',
      solution: body?.solution ?? '',
      causeKind: body?.causeKind,
      whileFiring: body?.whileFiring,
    }),
  });
  offer({
    path: 'confirm',
    summary: 'The customer says that it is solved',
    body: confirmBodySchema.nullish(),
    codes: [...ENDED, 'CASE_NOT_RESOLVED'],
    deed: (body) => ({ kind: 'confirm', text: body?.text ?? '' }),
  });
  offer({
    path: 'rate',
    summary: "The customer's word on it, 1 to 5; the last one counts",
    body: rateBodySchema,
    codes: ['CASE_NOT_RESOLVED', 'CASE_ALREADY_CLOSED'],
    deed: ({ stars, text }) => ({ kind: 'rate', stars, text }),
  });
  offer({
    path: 'dispute',
    summary: 'The customer says that it is not solved: it is open again, and paged',
    body: confirmBodySchema.nullish(),
    codes: ['CASE_ALREADY_CLOSED', 'CASE_NOT_ENDED', 'CASE_GOES_ON'],
    deed: (body) => ({ kind: 'dispute', text: body?.text ?? '' }),
  });
  offer({
    path: 'reopen',
    summary: 'Open an ended case again: it is paged anew',
    body: whoBodySchema.nullish(),
    codes: ['CASE_NOT_ENDED', 'CASE_GOES_ON'],
    deed: () => ({ kind: 'reopen' }),
  });
  offer({
    path: 'close',
    summary: 'Nothing is left to do',
    body: closeBodySchema.nullish(),
    codes: ['CASE_ALREADY_CLOSED', 'CASE_STILL_FIRING'],
    deed: (body) => ({ kind: 'close', text: body?.text ?? '', whileFiring: body?.whileFiring }),
  });
  offer({
    path: 'cancel',
    summary: 'There is nothing to solve: say why',
    body: cancelBodySchema,
    codes: [...ENDED, 'CASE_STILL_FIRING'],
    deed: ({ text, whileFiring }) => ({ kind: 'cancel', text, whileFiring }),
  });
}

/** What concerns two cases. */
function offerJoins(offer: Offer): void {
  offer({
    path: 'link',
    summary: 'Say how the case belongs to another one',
    body: linkBodySchema,
    codes: ['CASE_JOIN_IMPOSSIBLE'],
    deed: ({ to, relation }) => ({ kind: 'link', to, relation }),
  });
  offer({
    path: 'merge',
    summary: 'The case becomes part of another one; no line of either log is moved',
    body: mergeBodySchema,
    codes: [...ENDED, 'CASE_JOIN_IMPOSSIBLE'],
    deed: ({ into }) => ({ kind: 'merge', into }),
  });
  offer({
    path: 'split',
    summary: 'Part of the case becomes one of its own; the last line of its log names it',
    body: splitBodySchema,
    codes: [...ENDED, 'CASE_JOIN_IMPOSSIBLE'],
    deed: ({ title, alerts }) => ({ kind: 'split', title, alerts }),
  });
}

function notOnDuty(name: string, people: readonly string[]): UserError {
  return new UserError({
    code: 'PERSON_NOT_ON_DUTY',
    place: 'to',
    message: `"${name}" is nobody who can be told`,
    fix: `name one of: ${people.join(', ') || '(nobody is known)'}`,
  });
}
