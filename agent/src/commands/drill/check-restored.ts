import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isUserError, systemClock } from '@watchcase/runtime/light';
import { z } from 'zod';
import { createFolderMemory, walkFiles } from '../../host/index.ts';
import type { DrillPlace, Restored } from './contract.ts';

const name = z.string().min(1).max(128).optional().describe('What people call the check');
const amount = z.number().optional();

/** What can be looked at; paths are those of the backup, under the folder that came back. */
export const checkSchema = z.union([
  z.strictObject({ name, files: z.string().min(1), atLeast: z.int().min(1).default(1) }),
  z.strictObject({ name, sha256: z.string().min(1), is: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.strictObject({ name, sums: z.string().min(1) }),
  z.strictObject({
    name,
    query: z.string().min(1),
    database: z.string().min(1).optional(),
    is: z.string().optional(),
    atLeast: amount,
    atMost: amount,
  }),
  z.strictObject({ name, command: z.array(z.string()).min(1), is: z.string().optional() }),
]);
export type Check = z.output<typeof checkSchema>;

/** What a check found: a line of the drill's evidence. */
export interface Found {
  name: string;
  passed: boolean;
  found: string;
}

const MOST_FILES = 10_000_000;
const LONGEST_NAME = 128;
const LONGEST_FOUND = 400;

/** Looks at one thing; whatever goes wrong is a check that has not passed. */
export async function checkRestored(check: Check, restored: Restored, place: DrillPlace): Promise<Found> {
  const title = (check.name ?? titleOf(check)).slice(0, LONGEST_NAME);
  try {
    const { passed, found } = await look(check, restored, place);
    return { name: title, passed, found: found.slice(0, LONGEST_FOUND) };
  } catch (error) {
    const why = isUserError(error) ? error.message : (error as Error).message;
    return { name: title, passed: false, found: why.slice(0, LONGEST_FOUND) };
  }
}

function titleOf(check: Check): string {
  if ('files' in check) return `files ${check.files}`;
  if ('sha256' in check) return `sha256 of ${check.sha256}`;
  if ('sums' in check) return `sums of ${check.sums}`;
  return 'query' in check ? check.query : check.command.join(' ');
}

async function look(check: Check, restored: Restored, place: DrillPlace): Promise<Omit<Found, 'name'>> {
  const { folder } = restored;
  if ('files' in check) {
    const files = await walkFiles(join(folder, check.files), MOST_FILES, createFolderMemory(systemClock));
    return { passed: files.length >= check.atLeast, found: `${files.length} files` };
  }
  if ('sha256' in check) {
    const sum = await sha256Of(join(folder, check.sha256));
    return { passed: sum === check.is, found: sum };
  }
  if ('sums' in check) return checkSums(join(folder, check.sums));
  if ('query' in check) {
    if (restored.query === undefined) throw new Error('no database came back that could be asked');
    return judge(check, (await restored.query(check.query, check.database)).trim());
  }
  const [program = '', ...args] = check.command;
  const out = await place.run({ program, args, folder, env: { DRILL_FOLDER: folder } });
  return judge(check, out.trim());
}

/** A text that must be, or a number within bounds; an answer without either must only be there (pure). */
function judge(
  {
    is,
    atLeast,
    atMost,
  }: { is?: string | undefined; atLeast?: number | undefined; atMost?: number | undefined },
  found: string,
): Omit<Found, 'name'> {
  const isNumber = found !== '' && Number.isFinite(Number(found));
  const low = atLeast === undefined || (isNumber && Number(found) >= atLeast);
  const high = atMost === undefined || (isNumber && Number(found) <= atMost);
  return { passed: (is === undefined || found === is) && low && high, found };
}

/** A list as sha256sum makes it, of files beside it. */
async function checkSums(path: string): Promise<Omit<Found, 'name'>> {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const bad: string[] = [];
  for (const line of lines) {
    const { sum = '', file = '' } = /^(?<sum>[0-9a-f]{64}) [ *](?<file>.+)$/.exec(line)?.groups ?? {};
    const is = file === '' ? undefined : await sha256Of(join(dirname(path), file)).catch(() => undefined);
    if (is === undefined || is !== sum) bad.push(file === '' ? line : file);
  }
  const found =
    bad.length === 0 ? `${lines.length} files as listed` : `${bad.length} not as listed: ${bad.join(', ')}`;
  return { passed: bad.length === 0 && lines.length > 0, found };
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
