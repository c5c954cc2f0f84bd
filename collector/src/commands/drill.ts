import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import {
  attachmentSchema,
  backupDrillSchema,
  EVIDENCE_BOUNDS,
  FILE_BYTES,
  type NewDrill,
} from '@watchcase/api';
import { parseDuration, systemClock, UserError } from '@watchcase/runtime';
import { sendTo } from './ask-collector.ts';
import type { CommandNeeds, Options } from './needs.ts';
import { momentOf } from './read-option.ts';

const OUTCOMES = ['passed', 'failed'] as const;
const LONGEST_MS = 366 * 86_400_000;

/** A file that proves a drill, read whole. */
interface Evidence {
  path: string;
  data: Buffer;
}

/** `drill record HOST JOB`: writes down a restore drill that people made, with the files that prove it. Errors: COMMAND_UNKNOWN, OPTION_MISSING, OPTION_INVALID, ATTACHMENT_EMPTY, ATTACHMENT_TOO_LARGE, ATTACHMENTS_FULL, COLLECTOR_AWAY and what the collector refuses. */
export async function drillCommand(
  [act, host, job, ...rest]: readonly string[],
  options: Options,
  { print }: CommandNeeds,
): Promise<number> {
  if (act !== 'record' || host === undefined || job === undefined || rest.length > 0)
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: ['drill', act].filter((word) => word !== undefined).join(' '),
      message: '"drill record HOST JOB --outcome passed|failed" was expected',
      fix: 'see watchcase --help',
    });
  const drill = drillOf(options);
  const evidence = readEvidence(options.evidence ?? []);
  const path = `/backups/jobs/${encodeURIComponent(host)}/${encodeURIComponent(job)}`;
  // The same line with the same files is the same drill, however often it runs.
  const key = sumOf(JSON.stringify([host, job, drill, evidence.map(({ data }) => sumOf(data))]));
  const files: string[] = [];
  for (const [at, one] of evidence.entries()) files.push(await send(path, one, `${key}-${at}`, options));
  const recorded = backupDrillSchema.parse(await sendTo(`${path}/drills`, { ...drill, files }, key, options));
  const { id, outcome, durationSeconds } = recorded;
  const count = recorded.files.length;
  print(`recorded ${id}: ${outcome} in ${durationSeconds} s, ${count === 1 ? '1 file' : `${count} files`}`);
  return 0;
}

function drillOf(options: Options): NewDrill {
  const outcome = OUTCOMES.find((word) => word === options.outcome);
  if (outcome === undefined)
    throw new UserError({
      code: options.outcome === undefined ? 'OPTION_MISSING' : 'OPTION_INVALID',
      place: '--outcome',
      message: 'one of passed, failed was expected',
    });
  const endedAt = options.at === undefined ? systemClock.now() : Date.parse(momentOf('--at', options.at));
  const snapshotAt = options['snapshot-at'];
  return {
    outcome,
    startedAt: new Date(endedAt - lastedMs(options.duration)).toISOString(),
    endedAt: new Date(endedAt).toISOString(),
    tool: options.tool ?? '',
    note: options.note ?? '',
    restoredBytes: options.size === undefined ? null : bytesOf(options.size),
    snapshotAt: snapshotAt === undefined ? null : momentOf('--snapshot-at', snapshotAt),
  };
}

function lastedMs(text: string | undefined): number {
  const ms = text === undefined ? 0 : parseDuration(text);
  if (ms !== undefined && ms <= LONGEST_MS) return ms;
  throw new UserError({
    code: 'OPTION_INVALID',
    place: '--duration',
    message: `a duration such as 90m, at most a year, was expected, found "${text}"`,
  });
}

function bytesOf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UserError({
    code: 'OPTION_INVALID',
    place: '--size',
    message: `a number of bytes was expected, found "${text}"`,
  });
}

/** All of them, before the first is sent: what is wrong with one is told while nothing has happened yet. */
function readEvidence(paths: readonly string[]): Evidence[] {
  const refuse = (code: string, path: string, [message, fix]: readonly [string, string]) =>
    new UserError({ code, place: `--evidence ${path}`, message, fix });
  const read = (path: string): Evidence => {
    let size = 0;
    try {
      size = statSync(path).size;
      if (size > 0 && size <= FILE_BYTES) return { path, data: readFileSync(path) };
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? String(error);
      throw refuse('OPTION_INVALID', path, [`it cannot be read (${reason})`, 'check its path and rights']);
    }
    throw size === 0
      ? refuse('ATTACHMENT_EMPTY', path, ['the file is empty', 'choose another one'])
      : refuse('ATTACHMENT_TOO_LARGE', path, [
          'a file may have 10 MB',
          'make it smaller, or name a part of it',
        ]);
  };
  const all = paths.map(read);
  const bytes = all.reduce((sum, { data }) => sum + data.length, 0);
  if (all.length > EVIDENCE_BOUNDS.files || bytes > EVIDENCE_BOUNDS.bytes)
    throw refuse('ATTACHMENTS_FULL', paths.at(-1) ?? '', [
      'a drill may have 20 files and 50 MB',
      'put the rest elsewhere and name the place in --note',
    ]);
  return all;
}

/** Sends one; gives its id. */
async function send(
  path: string,
  { path: name, data }: Evidence,
  key: string,
  options: Options,
): Promise<string> {
  const visibility = options['for-customer'] ? 'customer' : 'internal';
  const query = new URLSearchParams({ name: basename(name), visibility });
  return attachmentSchema.parse(await sendTo(`${path}/evidence?${query.toString()}`, data, key, options)).id;
}

function sumOf(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
