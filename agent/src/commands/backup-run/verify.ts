import { UserError } from '@watchcase/runtime/light';
import type { CommandNeeds, Options } from '../needs.ts';
import { createOutputTail } from '../output-tail.ts';
import { damageOf } from '../read-option.ts';
import { nobodysFolder, reportBackup } from '../report-backup.ts';
import { withoutMask } from './inherited.ts';
import { readEnvFile } from './read-env-file.ts';
import { commandOf, limitOf } from './wanted-run.ts';
import { type Ending, wrapCommand } from './wrap-command.ts';

/** So much of the output is looked at; damage may be told long before the end. */
const LOOKED_AT = 1_000_000;
const LONGEST_LOCATION = 512;
const LONGEST_FOUND = 400;
/** A shell's codes for a command that it cannot start. */
const NOT_STARTED = new Set([126, 127]);

/**
 * Runs what verifies the copies of a location and reports what it found; exits as the command does. One that was stopped, could not be started, or ended without a word of damage where such a word is
 * named has verified nothing, and nothing is reported: what is not verified in time is told by the policy.
 */
export async function verifyBackup(
  job: string,
  command: readonly string[],
  { options, needs }: { options: Options; needs: CommandNeeds & { state: string } },
): Promise<number> {
  const location = locationOf(options);
  const damage = damageOf(options.damaged);
  const { 'env-file': envFile } = options;
  const env = { ...withoutMask(needs.env), ...(envFile === undefined ? {} : readEnvFile(envFile)) };
  const tail = createOutputTail(LOOKED_AT);
  const wrapped = {
    command: commandOf('verify', command),
    env,
    inherited: needs.inherited(),
    reportStdout: true,
    limitMs: limitOf(options),
  };
  const ending = await wrapCommand(wrapped, tail, needs);
  const output = tail.text();
  const sound = isSound(ending, output, damage);
  const tell = (message: string | undefined) =>
    message === undefined ? undefined : needs.complain(`watchcase-agent: ${message}`);
  if (sound === undefined) tell(`${location} was not verified: exit code ${ending.exitCode}`);
  else {
    const at = needs.clock.now();
    const data = { job, location, at, sound, found: foundIn(output, sound ? undefined : damage) };
    const fault = reportBackup(needs.state, at, { kind: 'backup_verified', data });
    tell((fault ?? nobodysFolder(needs.state))?.message);
  }
  if (ending.signal !== null) needs.endBy(ending.signal);
  return ending.exitCode;
}

/** Whether the copies are whole; undefined when it is not known. */
function isSound(
  { exitCode, signal, isOverTime }: Ending,
  output: string,
  damage: RegExp | undefined,
): boolean | undefined {
  if (damage?.test(output) === true) return false;
  if (signal !== null || isOverTime || NOT_STARTED.has(exitCode)) return undefined;
  if (exitCode === 0) return true;
  return damage === undefined ? false : undefined;
}

/** The line that tells of damage, else the last words. */
function foundIn(output: string, damage: RegExp | undefined): string {
  const lines = output.split('\n').map((line) => line.trim());
  const line = damage === undefined ? undefined : lines.find((one) => damage.test(one));
  return (
    line ??
    lines
      .filter((one) => one !== '')
      .join('\n')
      .slice(-LONGEST_FOUND)
  ).slice(0, LONGEST_FOUND);
}

function locationOf({ location }: Options): string {
  if (location !== undefined && location !== '' && location.length <= LONGEST_LOCATION) return location;
  throw new UserError({
    code: location === undefined ? 'OPTION_MISSING' : 'OPTION_INVALID',
    place: '--location',
    message: `the place of the copies, as the job's page calls it, 1 to ${LONGEST_LOCATION} characters, was expected`,
  });
}
