import { parseArgs } from 'node:util';
import { UserError } from '@watchcase/runtime';
import { backupCommand } from './backup.ts';
import { checkCommand } from './check.ts';
import { configCommand } from './config.ts';
import { enrolCommand } from './enrol.ts';
import { type CommandNeeds, HELP, type Options } from './needs.ts';
import { runAgentCommand } from './run.ts';
import { statusCommand } from './status.ts';

export { HELP } from './needs.ts';

type Command = (options: Options, needs: CommandNeeds, rest: readonly string[]) => number | Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  enrol: enrolCommand,
  run: runAgentCommand,
  check: checkCommand,
  status: statusCommand,
  backup: backupCommand,
  config: configCommand,
};

/** Runs one command line; gives the exit code. Errors are UserErrors. */
export async function runCommand(args: readonly string[], needs: CommandNeeds): Promise<number> {
  const dashes = args.indexOf('--');
  const own = dashes === -1 ? args : args.slice(0, dashes);
  const behind = dashes === -1 ? [] : args.slice(dashes + 1);
  const { values, positionals } = parse(own);
  if (values.version) return print(needs, needs.version);
  const [name, ...rest] = positionals;
  if (values.help || name === undefined) return print(needs, HELP);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined)
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: name,
      message: 'there is no such command',
      fix: 'see watchcase-agent --help',
    });
  return command(values, needs, [...rest, ...behind]);
}

function print(needs: CommandNeeds, text: string): number {
  needs.print(text);
  return 0;
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        state: text,
        config: text,
        url: text,
        token: text,
        name: text,
        force: flag,
        json: flag,
        job: text,
        failed: flag,
        'exit-code': text,
        size: text,
        duration: text,
        output: text,
        help: { ...flag, short: 'h' },
        version: flag,
      },
    });
  } catch (error) {
    throw new UserError({
      code: 'OPTION_UNKNOWN',
      place: 'command line',
      message: (error as Error).message,
      fix: 'see watchcase-agent --help',
    });
  }
}
