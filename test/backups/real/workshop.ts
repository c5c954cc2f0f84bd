import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createLog, systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { stringify } from 'yaml';
import { backupToolOptions } from '../../../agent/src/backups/options.generated.ts';
import { backupTools } from '../../../agent/src/backups/registry.generated.ts';
import type { BackupStatus } from '../../../agent/src/contract.ts';
import { createHost } from '../../../agent/src/host/index.ts';
import type { commandLine } from '../../../agent/test/command-line.ts';
import type { Said } from '../../harness/backup-story.ts';

/** A program with what it is given besides the usual. */
export interface Command {
  env?: Readonly<Record<string, string>>;
  argv: readonly string[];
}

/** For bash: the rest of the line, which is fed something at first, and then nothing for ever. */
export const FED = [
  'bash',
  '-c',
  'exec "$@" < <(head -c 3000000 /dev/urandom; echo $BASHPID >helper; exec sleep 300)',
  'bash',
];
/** The same with what is printed: so much is taken into the file. */
export const taken = (file: string, bytes: number) => [
  'bash',
  '-c',
  `exec "$@" > >(head -c ${bytes} >${file}; echo $BASHPID >helper; exec sleep 300)`,
  'bash',
];

/** A run that goes on until it is killed. */
export interface Going {
  /** What was told of its begin. */
  began: Said[];
  /** Kills the tool as a lack of memory does; what was told of the end. */
  kill(): Promise<Said[]>;
}

const PATH = '/usr/lib/postgresql/15/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A folder, the agent's commands and readers, and the real programs, for one tool. */
export function workshop(agent: ReturnType<typeof commandLine>) {
  const folder = agent.path();
  agent.joined();
  // Others than root are to look into it.
  chmodSync(folder, 0o755);
  const at = (path: string) => join(folder, path);
  const host = {
    ...createHost({ clock: systemClock, log: createLog('test', 'error') }),
    cacheFolder: () => at('cache'),
  };
  let told = 0;
  const asked = new Map<string, unknown>();

  /** What the agent's commands have reported since it was asked last. */
  function spooled(): Said[] {
    const path = join(agent.state(), 'outbox.db');
    if (!existsSync(path)) return [];
    const database = new DatabaseSync(path, { readOnly: true });
    const rows = database.prepare('SELECT id, event FROM spool WHERE id > ? ORDER BY id').all(told);
    database.close();
    told = Number(rows.at(-1)?.['id'] ?? told);
    return rows.map(({ event }) => {
      const { kind, data } = JSON.parse(String(event)) as { kind: string; data: object };
      return [kind, data];
    });
  }

  /** The command as one that its caller's environment is not there for. */
  const argvOf = ({ env = {}, argv }: Command) => [
    'env',
    `PATH=${PATH}`,
    `HOME=${folder}`,
    'LC_ALL=C.UTF-8',
    ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ...argv,
  ];

  /** By hand; gives standard output. Throws when it fails. */
  function call(command: Command): string {
    const [program = '', ...args] = argvOf(command);
    return execFileSync(program, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: folder,
      maxBuffer: 1e8,
    });
  }

  /** As quiet as can be: the agent passes on what it prints. */
  const quiet = (argv: readonly string[]) => ['sh', '-c', 'exec "$@" >>out.txt 2>>err.txt', 'sh', ...argv];

  /** `backup run` of a command; throws unless it ends so. */
  async function run(
    command: Command,
    wanted: { fails?: true; code?: number; options?: readonly string[] } = {},
  ) {
    const { options = [], code = 0, fails } = wanted;
    const ended = await agent.run('backup', 'run', '--job', 'erp', ...options, '--', ...inFolder(command));
    if (fails === true ? ended.code === 0 : ended.code !== code)
      throw new Error(`exit code ${ended.code}: ${ended.err}${said()}`);
    return spooled();
  }

  const inFolder = (command: Command) => ['env', '-C', folder, ...quiet(argvOf(command))];
  const said = () => (existsSync(at('err.txt')) ? readFileSync(at('err.txt'), 'utf8').slice(-2000) : '');

  /** `backup run` of a command that does not end, up to where something shows that it is in the middle. */
  async function begin(command: Command, isInTheMiddle: () => unknown): Promise<Going> {
    for (const name of ['pid', 'helper']) rmSync(at(name), { force: true });
    const script = 'echo $$ >pid; exec "$@" >>out.txt 2>>err.txt';
    const argv = ['env', '-C', folder, 'sh', '-c', script, 'sh', ...argvOf(command)];
    const ended = agent.run('backup', 'run', '--job', 'erp', '--', ...argv);
    let isOver = false;
    void ended.then(() => (isOver = true));
    await eventually(
      () => {
        if (isOver) throw new Error(`it has ended: ${said()}`);
        return existsSync(at('pid')) && isInTheMiddle();
      },
      { timeoutMs: 30_000 },
    );
    // It hangs from here on.
    process.kill(pidIn('pid'), 'SIGSTOP');
    return {
      began: spooled(),
      async kill() {
        process.kill(pidIn('pid'), 'SIGKILL');
        if (existsSync(at('helper'))) process.kill(pidIn('helper'), 'SIGKILL');
        await ended;
        return spooled();
      },
    };
  }

  const pidIn = (name: string) => Number(readFileSync(at(name), 'utf8'));

  /** `backup verify` of a command; what was told. */
  async function verify(command: Command, options: readonly string[]): Promise<Said[]> {
    await agent.run(
      'backup',
      'verify',
      '--job',
      'erp',
      ...options,
      '--',
      'env',
      '-C',
      folder,
      ...argvOf(command),
    );
    return spooled();
  }

  /** A drill by its plan; what was told. */
  async function drill(plan: object): Promise<Said[]> {
    const file = at('drills.yaml');
    writeFileSync(file, stringify({ drills: [{ job: 'erp', scratch: folder, keepFreeMiB: 1, ...plan }] }));
    await agent.run('drill', 'run', '--job', 'erp', '--plan', file);
    return spooled();
  }

  /** A drill by hand: what came back is looked at, and told with the outcome that gives. */
  async function recordDrill(tool: string, passed: boolean): Promise<Said[]> {
    const outcome = passed ? 'passed' : 'failed';
    await agent.run('drill', 'record', '--job', 'erp', '--tool', tool, '--outcome', outcome);
    return spooled();
  }

  /** What the reader of a tool says at a moment. */
  async function ask(
    tool: string,
    options: object,
    now = systemClock.now(),
  ): Promise<readonly BackupStatus[]> {
    // What it knows of a copy that does not change it keeps with its settings.
    const key = JSON.stringify([tool, options]);
    const settings = asked.get(key) ?? backupToolOptions[tool]?.parse(options);
    asked.set(key, settings);
    return (await backupTools[tool]?.status(settings, host, now)) ?? [];
  }

  return { at, call, run, begin, verify, drill, recordDrill, ask };
}
export type Workshop = ReturnType<typeof workshop>;
