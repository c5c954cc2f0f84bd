import { type Fault, parseDuration, nearestWord, UserError } from '@watchcase/runtime/light';

export const LARGEST_EXIT_CODE = 255;
const LONGEST_JOB = 128;

/** What the exit codes of usual tools mean, where they have made a usable backup with warnings. */
const TOOL_WARNINGS: Readonly<Record<string, readonly number[]>> = {
  restic: [3],
  borg: [1],
  rsync: [24],
  tar: [1],
  rsnapshot: [2],
  robocopy: [1, 2, 3, 4, 5, 6, 7],
};

/** What usual tools say when they have found damage: their exit code is the same when they could not look, or says nothing. */
const TOOL_DAMAGE: Readonly<Record<string, RegExp>> = {
  restic: /repository contains errors/,
  // With --verbose it also says that it has found none.
  borg: /(?<!no )(?:errors|problems) found/,
  barman: /^ERROR: verify backup failure/m,
  pgbackrest: /^\s*status: error/m,
  duplicity: /, [1-9]\d* differences? found|hash mismatch/,
  // A whole one has "0 differences found".
  rclone: /: [1-9]\d* differences found/,
};

/** The name of a job. Errors: OPTION_MISSING, OPTION_INVALID (UserError). */
export function jobOf({ job }: { job?: string | undefined }): string {
  if (job !== undefined && job !== '' && job.length <= LONGEST_JOB) return job;
  throw new UserError({
    code: job === undefined ? 'OPTION_MISSING' : 'OPTION_INVALID',
    place: '--job',
    message: `a name of 1 to ${LONGEST_JOB} characters was expected`,
  });
}

/** A whole number from 0 to `most`; null when the option is not given. Errors: OPTION_INVALID (UserError). */
export function numberOf(place: string, text: string | undefined, most: number): number | null {
  if (text === undefined) return null;
  if (/^\s*\d+\s*$/.test(text) && Number(text) <= most) return Number(text);
  throw new UserError({
    code: 'OPTION_INVALID',
    place,
    message: `a whole number from 0 to ${most} was expected, found "${text}"`,
  });
}

/** Exit codes and names of tools, separated by commas, as a set of exit codes. Errors: OPTION_INVALID (UserError). */
export function warningsOf(text: string | undefined): Set<number> {
  const parts = (text ?? '').split(',').filter((one) => one !== '');
  return new Set(parts.flatMap((one) => codesOf(one)));
}

function codesOf(part: string): readonly number[] {
  const tool = part.trim();
  if (/^[a-z]+$/.test(tool)) {
    const codes = Object.hasOwn(TOOL_WARNINGS, tool) ? TOOL_WARNINGS[tool] : undefined;
    if (codes !== undefined) return codes;
    throw new UserError({
      code: 'OPTION_INVALID',
      place: '--warnings',
      message: `exit codes or one of ${Object.keys(TOOL_WARNINGS).join(', ')} was expected, found "${tool}"`,
    });
  }
  return [numberOf('--warnings', part, LARGEST_EXIT_CODE) ?? 0];
}

/** Milliseconds; undefined when the option is not given. Errors: OPTION_INVALID (UserError). */
export function durationMs(place: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms !== undefined && ms <= most) return ms;
  throw new UserError({
    code: 'OPTION_INVALID',
    place,
    message: `a duration such as 90s or 5m, at most a year, was expected, found "${text}"`,
  });
}

/** What says that damage was found: what a tool of this name says, or a regular expression; undefined when the option is not given. Errors: OPTION_INVALID (UserError), also for what is nearly the name of a tool. */
export function damageOf(text: string | undefined): RegExp | undefined {
  if (text === undefined) return undefined;
  const tools = Object.keys(TOOL_DAMAGE);
  if (Object.hasOwn(TOOL_DAMAGE, text)) return TOOL_DAMAGE[text];
  const meant = nearestWord(text, tools) ?? tools.find((one) => one === text.toLowerCase());
  try {
    if (text !== '' && meant === undefined) return new RegExp(text, 'm');
  } catch {
    // Told below.
  }
  throw new UserError({
    code: 'OPTION_INVALID',
    place: '--damaged',
    message: `one of ${tools.join(', ')}, or a regular expression, was expected, found "${text}"`,
    ...(meant === undefined
      ? {}
      : { fix: `write "${meant}" as it stands here, or a longer part of what the command says` }),
  });
}

/** What is to be said of an option that another command has and this one passes over; undefined where there is none. */
export function strangeOption(command: string, options: object, known: readonly string[]): Fault | undefined {
  const given = Object.entries(options).filter(([, value]) => value !== undefined && value !== false);
  const other = given.map(([name]) => name).find((name) => !known.includes(name) && name !== 'state');
  if (other === undefined) return undefined;
  return {
    code: 'OPTION_UNKNOWN',
    place: `--${other}`,
    message: `"${command}" has no such option, and passes over it`,
    fix: `it knows ${known.map((name) => `--${name}`).join(', ')}`,
  };
}
