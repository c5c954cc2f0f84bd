import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { drillOutcomes, LIMITS, type RestoreDrill } from '@watchcase/protocol/light';
import { describeFault, formatDuration, isUserError, UserError } from '@watchcase/runtime/light';
import { type CommandNeeds, type Options, stateFolder } from '../needs.ts';
import { durationMs, jobOf, numberOf, strangeOption } from '../read-option.ts';
import { nobodysFolder, reportBackup } from '../report-backup.ts';
import { type Check, checkRestored, type Found } from './check-restored.ts';
import type { Restored } from './contract.ts';
import { type OpenPlace, openPlace } from './open-place.ts';
import { bytesOf, type DrillPlan, readPlan } from './plan.ts';
import { drillTools } from './tools/index.ts';

const LONGEST_MS = 366 * 86_400_000;
const LONGEST_NOTE = 4000;
const LONGEST_FOUND = 400;
const LONGEST_TOOL = 32;
/** Whose clock is ahead by less means now. */
const AHEAD_MS = 300_000;
/** A mistyped year. */
const EARLIEST = Date.UTC(2000, 0, 1);
/** What each is told by options, beside the state folder. */
const KNOWN = {
  run: ['job', 'plan'],
  record: ['job', 'outcome', 'tool', 'at', 'duration', 'size', 'snapshot-at', 'note', 'evidence'],
} as const;

/** `drill run` tries a restore by its plan; `drill record` tells of one that was made by hand. Exit code 0: it passed, and is told. */
export async function drillCommand(
  options: Options,
  needs: CommandNeeds,
  [act]: readonly string[],
): Promise<number> {
  const strange =
    act === 'run' || act === 'record' ? strangeOption(`drill ${act}`, options, KNOWN[act]) : undefined;
  if (strange !== undefined) needs.complain(describeFault(strange));
  const job = jobOf(options);
  if (act === 'run') return runDrill(job, options, needs);
  if (act === 'record') return tell(recorded(job, options, needs), options, needs);
  throw new UserError({
    code: 'COMMAND_UNKNOWN',
    place: 'drill',
    message: '"drill run" or "drill record" was expected',
  });
}

async function runDrill(job: string, options: Options, needs: CommandNeeds): Promise<number> {
  const file = options.plan ?? join(stateFolder(options, needs), 'drills.yaml');
  const plan = readPlan(file, job, needs);
  const startedAt = needs.clock.now();
  const place = openPlace(
    {
      under: plan.scratch,
      user: plan.user,
      limitMs: plan.timeLimit,
      mostBytes: bytesOf(plan.maxMiB),
      keepFreeBytes: bytesOf(plan.keepFreeMiB),
    },
    needs,
  );
  const tried: Tried = { checks: [], snapshotAt: null };
  let restoredBytes = 0;
  try {
    await tryPlan(plan, place, tried, needs);
  } finally {
    restoredBytes = await place.close();
  }
  const { checks, snapshotAt } = tried;
  const outcome = checks.length > 0 && checks.every(({ passed }) => passed) ? 'passed' : 'failed';
  const times = { startedAt, endedAt: needs.clock.now() };
  const drill = {
    job,
    tool: plan.tool,
    runId: randomUUID(),
    ...times,
    outcome,
    checks,
    restoredBytes,
    snapshotAt,
  };
  return tell(drill as RestoreDrill, options, needs);
}

/** What a drill has come to. */
interface Tried {
  checks: Found[];
  snapshotAt: number | null;
}

/** A restore that fails is what a drill is for: it is the first of its findings. */
async function tryPlan(
  plan: DrillPlan,
  place: OpenPlace,
  tried: Tried,
  { clock }: CommandNeeds,
): Promise<void> {
  const begun = clock.monotonic();
  let restored: Restored;
  try {
    const tool = drillTools[plan.tool];
    if (tool === undefined) throw new Error(`${plan.tool} is no tool`);
    restored = await tool.restore(plan.options, place);
    await place.stayWithin();
  } catch (error) {
    const found = isUserError(error) ? error.message : (error as Error).message;
    tried.checks.push({ name: 'restore', passed: false, found: found.slice(0, LONGEST_FOUND) });
    return;
  }
  tried.snapshotAt = restored.snapshotAt;
  const took = formatDuration(Math.round((clock.monotonic() - begun) / 100) * 100);
  tried.checks.push({ name: 'restore', passed: true, found: `took ${took}` });
  for (const check of plan.checks as readonly Check[])
    tried.checks.push(await checkRestored(check, restored, place));
}

/** What people did by hand, with files that show it. */
function recorded(job: string, options: Options, needs: CommandNeeds): RestoreDrill {
  const outcome = drillOutcomes.find((word) => word === options.outcome);
  if (outcome === undefined)
    throw new UserError({
      code: options.outcome === undefined ? 'OPTION_MISSING' : 'OPTION_INVALID',
      place: '--outcome',
      message: `one of ${drillOutcomes.join(', ')} was expected`,
    });
  const now = needs.clock.now();
  const endedAt = timeOf('--at', options.at, now) ?? now;
  const lasted = durationMs('--duration', options.duration, LONGEST_MS) ?? 0;
  const evidence = filesOf(options).map((path) => evidenceOf(path, outcome === 'passed'));
  const note = [options.note ?? '', ...evidence.map(({ text }) => text)]
    .filter((text) => text !== '')
    .join('\n');
  return {
    job,
    tool: toolOf(options),
    runId: randomUUID(),
    startedAt: endedAt - lasted,
    endedAt,
    outcome,
    checks: evidence.map(({ check }) => check),
    restoredBytes: numberOf('--size', options.size, Number.MAX_SAFE_INTEGER),
    snapshotAt: timeOf('--snapshot-at', options['snapshot-at'], endedAt) ?? null,
    ...(note === '' ? {} : { note: note.slice(0, LONGEST_NOTE) }),
  };
}

/** A file as a line of evidence: its name, size and checksum, and what a text says. */
function evidenceOf(path: string, passed: boolean): { check: Found; text: string } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new UserError({
      code: 'OPTION_INVALID',
      place: '--evidence',
      message: `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
    });
  }
  const sum = createHash('sha256').update(bytes).digest('hex');
  const name = basename(path).slice(0, 100);
  const text = bytes.includes(0) ? '' : `${name}:\n${bytes.toString('utf8').trimEnd()}`;
  return { check: { name: `evidence ${name}`, passed, found: `sha256 ${sum}, ${bytes.length} bytes` }, text };
}

function toolOf({ tool = 'by hand' }: Options): string {
  if (tool.trim() !== '' && tool.length <= LONGEST_TOOL) return tool;
  throw new UserError({
    code: 'OPTION_INVALID',
    place: '--tool',
    message: `a name of 1 to ${LONGEST_TOOL} characters was expected`,
  });
}

function filesOf({ evidence = [] }: Options): readonly string[] {
  if (evidence.length <= LIMITS.drillChecks) return evidence;
  throw new UserError({
    code: 'OPTION_INVALID',
    place: '--evidence',
    message: `${LIMITS.drillChecks} files at most were expected, found ${evidence.length}`,
  });
}

/** Of something that is over by `latest`. */
function timeOf(place: string, text: string | undefined, latest: number): number | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  const isTime = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(text) && Number.isFinite(time);
  if (isTime && time >= EARLIEST && time <= latest + AHEAD_MS) return time;
  const found = isTime ? `which is ${time < EARLIEST ? 'too long ago' : 'not over yet'}, ` : '';
  throw new UserError({
    code: 'OPTION_INVALID',
    place,
    message: `a time such as 2026-11-27T14:00:00Z was expected, ${found}found "${text}"`,
  });
}

function tell(drill: RestoreDrill, options: Options, needs: CommandNeeds): number {
  for (const { name, passed, found } of drill.checks)
    needs.print(`${passed ? 'passed' : 'FAILED'}  ${name}: ${found}`);
  const lasted = formatDuration(Math.round((drill.endedAt - drill.startedAt) / 1000) * 1000);
  needs.print(`drill of ${drill.job}: ${drill.outcome}, ${lasted}`);
  const state = stateFolder(options, needs);
  const fault =
    reportBackup(state, drill.endedAt, { kind: 'restore_drill', data: drill }) ?? nobodysFolder(state);
  if (fault !== undefined) throw fault;
  return drill.outcome === 'passed' || options.outcome !== undefined ? 0 : 1;
}
