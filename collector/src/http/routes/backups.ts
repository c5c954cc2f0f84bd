import {
  adoptBackupSchema,
  adoptedBackupSchema,
  backupComplianceQuerySchema,
  backupComplianceSchema,
  backupFindingsQuerySchema,
  backupFindingsSchema,
  backupJobDetailSchema,
  backupJobQuerySchema,
  backupMatrixQuerySchema,
  backupMatrixSchema,
  backupMatrixTableQuerySchema,
} from '@watchcase/api';
import { formatCivilDay } from '@watchcase/calendar';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { adoptBackup } from '../adopt-backup.ts';
import { visibleTo } from '../files.ts';
import type { HttpRooms } from '../rooms.ts';
import { readCompliance } from '../views/backups/compliance.ts';
import { readFindings } from '../views/backups/findings.ts';
import { readJobDetail } from '../views/backups/job-detail.ts';
import { readMatrix, readWholeMatrix } from '../views/backups/matrix.ts';
import { complianceTable, matrixTable } from '../views/backups/tables.ts';
import { writingOf } from '../writing-of.ts';

/** A job by its host and its name. */
export const byJob = z.object({ id: z.string().max(130), job: z.string().min(1).max(128) });
export const JOB_CODES = ['HOST_NOT_FOUND', 'BACKUP_JOB_NOT_FOUND'];
const DAY_MS = 86_400_000;

/** Backups as a promise: every job by days, one of them, what nobody judges, and what was kept of contracts. */
export function backupRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  matrixRoutes(app, rooms);
  complianceRoutes(app, rooms);
  jobRoutes(app, rooms);
}

function matrixRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/backups',
    {
      schema: {
        summary: 'Backup jobs by days, with their state, copies and policy',
        querystring: backupMatrixQuerySchema,
        response: { 200: backupMatrixSchema },
      },
      config: { codes: ['CURSOR_INVALID'] },
    },
    ({ asker, query }) => readMatrix(rooms, query, asker),
  );
  typed.get(
    '/backups.csv',
    {
      schema: {
        summary: 'The same as a table (CSV), all of it',
        produces: ['text/csv'],
        querystring: backupMatrixTableQuerySchema,
        response: { 200: z.string().describe('One line for each job, one column for each day') },
      },
    },
    async ({ asker, query }, reply) => {
      const found = await readWholeMatrix(rooms, query, asker);
      const name = `backups-${found.days.at(-1) ?? formatCivilDay(rooms.clock.now() / DAY_MS)}.csv`;
      reply.header('content-disposition', `attachment; filename="${name}"`);
      return reply.type('text/csv; charset=utf-8').send(matrixTable(found));
    },
  );
  typed.get(
    '/backups/findings',
    {
      schema: {
        summary: 'Jobs that no policy judges, and policies that no job is under',
        querystring: backupFindingsQuerySchema,
        response: { 200: backupFindingsSchema },
      },
      config: { codes: ['CURSOR_INVALID'] },
    },
    ({ asker, query }) => readFindings(rooms, query, asker.customers),
  );
}

function complianceRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/backups/compliance',
    {
      schema: {
        summary: 'What was promised of backups in a period and what was kept, by contract',
        querystring: backupComplianceQuerySchema,
        response: { 200: backupComplianceSchema },
      },
    },
    ({ asker, query }) => readCompliance(rooms, query, asker.customers),
  );
  typed.get(
    '/backups/compliance.csv',
    {
      schema: {
        summary: 'The same as a table (CSV)',
        produces: ['text/csv'],
        querystring: backupComplianceQuerySchema,
        response: { 200: z.string().describe('One line for each contract and each of its jobs') },
      },
    },
    async ({ asker, query }, reply) => {
      const found = await readCompliance(rooms, query, asker.customers);
      reply.header('content-disposition', `attachment; filename="backups-kept-${found.period.name}.csv"`);
      return reply.type('text/csv; charset=utf-8').send(complianceTable(found));
    },
  );
}

function jobRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/backups/jobs/:id/:job',
    {
      schema: {
        summary: 'One job of a host: verdicts, runs, copies over time, drills, what a restore would lose',
        params: byJob,
        querystring: backupJobQuerySchema,
        response: { 200: backupJobDetailSchema },
      },
      config: { codes: JOB_CODES },
    },
    ({ asker, params: { id: hostId, job }, query: { days } }) =>
      readJobDetail(rooms, { hostId, job }, { days, only: visibleTo(asker) }),
  );
  typed.post(
    '/backups/jobs/:id/:job/adopt',
    {
      schema: {
        summary: 'Take a job into a policy, or make one for it',
        params: byJob,
        body: adoptBackupSchema,
        response: { 200: adoptedBackupSchema },
      },
      config: { codes: [...JOB_CODES, ...ADOPT_CODES] },
    },
    (request) => {
      const { id: hostId, job } = request.params;
      return adoptBackup(rooms, { hostId, job }, { wanted: request.body, by: writingOf(rooms, request) });
    },
  );
}

const ADOPT_CODES = [
  'BACKUP_SCHEDULE_UNCLEAR',
  'BACKUP_ADOPTED_ALREADY',
  'BACKUP_POLICY_WIDER',
  'RECORD_NOT_FOUND',
  'RECORD_CHANGED',
  'DIRECTORY_INVALID',
  'NAME_TAKEN',
];
