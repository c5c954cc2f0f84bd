import {
  appliedSchema,
  applyBodySchema,
  calendarDaysQuerySchema,
  calendarDaysSchema,
  directoryListQuerySchema,
  directoryListSchema,
  directoryRecordDetailSchema,
  directorySummarySchema,
  exportedSchema,
  importBodySchema,
  importKinds,
  recordBodySchema,
  recordKinds,
  recordKindSchema,
} from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  findCoverage,
  findDutyFaults,
  findReachFaults,
  isRetired,
  toldNow,
  writeYamlFiles,
} from '../../directory/index.ts';
import type { HttpRooms } from '../rooms.ts';
import { calendarDays } from '../views/calendar-days.ts';
import { isRecordFor, listRecords, readRecord } from '../views/directory.ts';
import { dutyFindingView } from '../views/oncall.ts';
import { writingOf } from '../writing-of.ts';

/** A company of many hosts, written down. */
const LARGEST_BODY = 33_554_432;
const byKind = z.object({ kind: recordKindSchema });
const byId = byKind.extend({ id: z.string().min(1).max(130) });
const FORM_CODES = [
  'DIRECTORY_INVALID',
  'DIRECTORY_UNKNOWN_KEY',
  'DIRECTORY_NOT_YAML',
  'DIRECTORY_TOO_LONG',
  'DIRECTORY_REFERENCE_UNKNOWN',
  'DIRECTORY_OTHER_CUSTOMER',
  'DIRECTORY_RETIRED',
  'NAME_TAKEN',
];

/** Who is served by whom, under which terms: one record at a time, or all of it as YAML. */
export function directoryRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  wholeRoutes(app, rooms);
  readRoutes(app, rooms);
  changeRoutes(app, rooms);
}

function wholeRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const { directory } = rooms;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/export',
    { schema: { summary: 'All records in their YAML form', response: { 200: exportedSchema } } },
    async () => ({ files: writeYamlFiles(await directory.current()) }),
  );
  typed.post(
    '/apply',
    {
      bodyLimit: LARGEST_BODY,
      schema: {
        summary:
          'Take YAML files as all there shall be: what changes is told, and happens at once or not at all',
        body: applyBodySchema,
        response: { 200: appliedSchema },
      },
      config: { codes: [...FORM_CODES, 'DIRECTORY_TWICE'] },
    },
    (request) => {
      const { files, dryRun, prune } = request.body;
      const by = { ...writingOf(rooms, request), door: 'apply' as const };
      const sources = files.map(({ name, text }) => ({ file: name, text }));
      return directory.apply(sources, { dryRun, prune }, by);
    },
  );
  typed.post(
    '/import/:kind',
    {
      bodyLimit: LARGEST_BODY,
      schema: {
        summary: 'Take a table (CSV) of customers, contacts or people',
        params: z.object({ kind: z.enum(importKinds) }),
        body: importBodySchema,
        response: { 200: appliedSchema },
      },
      config: { codes: [...FORM_CODES, 'DIRECTORY_TWICE', 'TABLE_INVALID', 'TABLE_TOO_LONG'] },
    },
    (request) => {
      const { name: file, text, dryRun } = request.body;
      const by = { ...writingOf(rooms, request), door: 'import' as const };
      return directory.importTable(request.params.kind, { file, text, dryRun }, by);
    },
  );
}

function readRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const { directory } = rooms;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/directory',
    {
      schema: {
        summary: 'How many records of each kind are in use, calendars whose days run out, and gaps of rotas',
        response: { 200: directorySummarySchema },
      },
    },
    async ({ asker }) => {
      const [snapshot, now] = [await directory.current(), rooms.clock.now()];
      const count = (kind: (typeof recordKinds)[number]) =>
        snapshot.all(kind).filter((one) => !isRetired(one) && isRecordFor(asker, one)).length;
      return {
        items: recordKinds.map((kind) => ({ kind, count: count(kind) })),
        findings: findCoverage(snapshot, now),
        duty: [
          ...toldNow(findDutyFaults(snapshot, now), now),
          ...findReachFaults(snapshot, await rooms.methods.known()),
        ].map((one) => dutyFindingView(snapshot, one)),
      };
    },
  );
  typed.get(
    '/directory/:kind',
    {
      schema: {
        summary: 'Records of a kind, by id',
        params: byKind,
        querystring: directoryListQuerySchema,
        response: { 200: directoryListSchema },
      },
      config: { codes: ['CURSOR_INVALID'] },
    },
    async ({ asker, params, query }) =>
      listRecords(await directory.current(), params.kind, { ...query, asker }),
  );
  typed.get(
    '/directory/:kind/:id',
    {
      schema: {
        summary: 'One record, with what it was before',
        params: byId,
        response: { 200: directoryRecordDetailSchema },
      },
      config: { codes: ['RECORD_NOT_FOUND'] },
    },
    ({ asker, params }) => readRecord(rooms, { ...params, asker }),
  );
  typed.get(
    '/calendars/:id/days',
    {
      schema: {
        summary: 'What a calendar says of a year: hours by weekday, days off, days that make up for them',
        params: byId.pick({ id: true }),
        querystring: calendarDaysQuerySchema,
        response: { 200: calendarDaysSchema },
      },
      config: { codes: ['RECORD_NOT_FOUND'] },
    },
    async ({ asker, params, query }) => {
      const { data } = await readRecord(rooms, { kind: 'calendars', id: params.id, asker });
      return calendarDays(data, query.year);
    },
  );
}

function changeRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const { directory } = rooms;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.put(
    '/directory/:kind/:id',
    {
      schema: {
        summary: 'Make or change a record',
        params: byId,
        body: recordBodySchema,
        response: { 200: directoryRecordDetailSchema },
      },
      config: { codes: [...FORM_CODES, 'RECORD_CHANGED'] },
    },
    async (request) => {
      const { kind, id } = request.params;
      await directory.put(kind, id, request.body, writingOf(rooms, request));
      return readRecord(rooms, { kind, id, asker: request.asker });
    },
  );
  for (const [act, summary] of [
    ['retire', 'Take a record out of use; what was before still names it'],
    ['restore', 'Take a record into use again'],
  ] as const)
    typed.post(
      `/directory/:kind/:id/${act}`,
      {
        schema: { summary, params: byId, response: { 200: directoryRecordDetailSchema } },
        config: { codes: ['RECORD_NOT_FOUND', 'RECORD_IN_USE', 'NAME_TAKEN'] },
      },
      async (request) => {
        const { kind, id } = request.params;
        await directory.retire(kind, id, act === 'retire', writingOf(rooms, request));
        return readRecord(rooms, { kind, id, asker: request.asker });
      },
    );
}
