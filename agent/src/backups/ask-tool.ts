import { type Secret, UserError } from '@watchcase/runtime/light';
import type { CommandRequest, Host } from '../host/index.ts';
import { askProgram, type ProgramAnswer } from './ask-program.ts';
import { type KnownWords, toolFailure } from './tool-failure.ts';

/** What asking a tool needs to know beside the command. */
export interface Asked {
  /** The location that it is asked about. */
  place: string;
  /** What must not be told: cut out of the tool's own words. */
  secrets?: readonly (Secret | undefined)[];
  /** What the tool's own words mean. */
  known?: readonly KnownWords[];
  /** Whether this end is an answer; by default exit code 0 is. */
  isAnswer?(answer: ProgramAnswer): boolean;
}

/** Runs a tool's program and gives its answer. Throws a UserError, as askProgram does, and when the tool says that it could not do what it was asked. */
export async function askTool(host: Host, request: CommandRequest, asked: Asked): Promise<ProgramAnswer> {
  const { place, secrets = [], known = [], isAnswer = ({ code }) => code === 0 } = asked;
  const answer = await askProgram(host, request, place);
  if (isAnswer(answer)) return answer;
  const said = answer.stderr.trim() === '' ? answer.stdout : answer.stderr;
  throw new UserError(
    toolFailure(
      { program: request.program, code: answer.code, said },
      { place, known, secrets: secrets.flatMap((secret) => secret?.reveal() ?? []) },
    ),
  );
}

/** The environment of a program, from settings. */
export function revealed(env: Readonly<Record<string, Secret>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.reveal()]));
}

/** What is thrown when a tool printed something else than it should. */
export function unknownOutput(place: string, command: string, known: string): UserError {
  return new UserError({
    code: 'BACKUP_OUTPUT_UNKNOWN',
    place,
    message: `what "${command}" printed is not what it should be`,
    fix: `run it by hand; this agent knows ${known}`,
  });
}
