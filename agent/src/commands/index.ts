import { parseArgs } from 'node:util';
import { UserError } from '@watchcase/runtime/light';
import { type CommandNeeds, HELP, type Options } from './needs.ts';

export { HELP } from './needs.ts';

type Command = (options: Options, needs: CommandNeeds, rest: readonly string[]) => number | Promise<number>;

/** Loaded when asked for: a backup's report need not wait for what only the agent itself uses. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  enrol: async () => (await import('./enrol.ts')).enrolCommand,
  run: async () => (await import('./run.ts')).runAgentCommand,
  check: async () => (await import('./check.ts')).checkCommand,
  status: async () => (await import('./status.ts')).statusCommand,
  backup: async () => (await import('./backup.ts')).backupCommand,
  drill: async () => (await import('./drill/index.ts')).drillCommand,
  inventory: async () => (await import('./inventory.ts')).inventoryCommand,
  unit: async () => (await import('./unit.ts')).unitCommand,
  config: async () => (await import('./config.ts')).configCommand,
};

/** Runs one command line; gives the exit code. Errors are UserErrors. */
export async function runCommand(args: readonly string[], needs: CommandNeeds): Promise<number> {
  const dashes = args.indexOf('--');
  const own = dashes === -1 ? args : args.slice(0, dashes);
  const behind = dashes === -1 ? [] : args.slice(dashes + 1);
  const { values, positionals } = parse(own);
  if (values.version) return print(needs, needs.version);
  const [name, ...rest] = positionals;
  if (values.help) return print(needs, HELP);
  // Whoever gives options means a command: a script that lost its own must not take the help for success.
  if (name === undefined) return print(needs, HELP, args.length === 0 ? 0 : 1);
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined)
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: name,
      message: 'there is no such command',
      fix: 'see watchcase-agent --help',
    });
  const command = await load();
  return command(values, needs, [...rest, ...behind]);
}

function print(needs: CommandNeeds, text: string, exitCode = 0): number {
  needs.print(text);
  return exitCode;
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
        id: text,
        force: flag,
        json: flag,
        job: text,
        failed: flag,
        warnings: text,
        'report-stdout': flag,
        'exit-code': text,
        size: text,
        duration: text,
        output: text,
        'skip-if-running': flag,
        wait: flag,
        'wait-limit': text,
        'time-limit': text,
        retries: text,
        'retry-delay': text,
        'env-file': text,
        before: text,
        after: text,
        'hook-limit': text,
        'size-of': text,
        location: text,
        damaged: text,
        plan: text,
        tool: text,
        outcome: text,
        at: text,
        'snapshot-at': text,
        note: text,
        evidence: { type: 'string', multiple: true },
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
