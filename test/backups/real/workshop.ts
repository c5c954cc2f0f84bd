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

/** How a run is to end: well, where nothing is said. */
export interface Wanted {
  /** Of the agent's command. */
  options?: readonly string[];
  code?: number;
  /** What it says when it fails, with whatever code. */
  failure?: RegExp;
}

/** A run that goes on until it is killed. */
export interface Going {
  /** What was told of its begin. */
  began: Said[];
  /** Kills the tool as a lack of memory does; what was told of the end. */
  kill(): Promise<Said[]>;
}

/** Where Debian has the programs of PostgreSQL. */
export const BIN = '/usr/lib/postgresql/15/bin';
const PATH = `${BIN}:/usr/sbin:/usr/bin:/sbin:/bin`;

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

  /** Within the folder, and as quiet as can be: the agent passes on what it prints. */
  const quiet = (command: Command, script: string) => [
    'env',
    '-C',
    folder,
    'sh',
    '-c',
    `${script}exec "$@" >out.txt 2>err.txt`,
    'sh',
    ...argvOf(command),
  ];
  const said = () =>
    ['out.txt', 'err.txt']
      .map((name) => (existsSync(at(name)) ? readFileSync(at(name), 'utf8').slice(-2000) : ''))
      .join('\n');
  const tell = (...words: readonly string[]) =>
    agent.run(...words.slice(0, 2), '--job', 'erp', ...words.slice(2));

  /** `backup run` of a command; throws unless it ends so. */
  async function run(command: Command, { options = [], code = 0, failure }: Wanted = {}): Promise<Said[]> {
    const ended = await tell('backup', 'run', ...options, '--', ...quiet(command, ''));
    const isWanted = failure === undefined ? ended.code === code : ended.code !== 0 && failure.test(said());
    if (!isWanted) throw new Error(`exit code ${ended.code}: ${ended.err}${said()}`);
    return spooled();
  }

  /** `backup run` of a command that does not end, up to where something shows that it is in the middle. */
  async function begin(command: Command, isInTheMiddle: () => unknown): Promise<Going> {
    for (const name of ['pid', 'helper']) rmSync(at(name), { force: true });
    const ended = tell('backup', 'run', '--', ...quiet(command, 'echo $$ >pid; '));
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

  /** `backup verify` of a command; throws unless that is what it found. */
  async function verify(
    command: Command,
    { location, words, sound }: { location: string; words: string | undefined; sound: boolean },
  ): Promise<Said[]> {
    const damaged = words === undefined ? [] : ['--damaged', words];
    // What it prints is what the agent looks at.
    const argv = ['env', '-C', folder, ...argvOf(command)];
    const ended = await tell('backup', 'verify', '--location', location, ...damaged, '--', ...argv);
    const events = spooled();
    const found = events.map(([, data]) => (data as { sound?: boolean }).sound);
    if (found.length !== 1 || found[0] !== sound)
      throw new Error(`found ${found.join()}, exit code ${ended.code}: ${ended.err}`);
    return events;
  }

  /** A drill by its plan; throws unless it passes, or fails by that. */
  async function drill(plan: object, failure?: RegExp): Promise<Said[]> {
    const file = at('drills.yaml');
    writeFileSync(file, stringify({ drills: [{ job: 'erp', scratch: folder, keepFreeMiB: 1, ...plan }] }));
    const { out, err } = await tell('drill', 'run', '--plan', file);
    const outcome = failure === undefined ? 'passed' : 'failed';
    if (!out.includes(`drill of erp: ${outcome}`) || failure?.test(out) === false) throw new Error(out + err);
    return spooled();
  }

  /** A drill that was made by hand. */
  async function recordDrill(tool: string, passed: boolean): Promise<Said[]> {
    await tell('drill', 'record', '--tool', tool, '--outcome', passed ? 'passed' : 'failed');
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

  /** The same files in another place of the folder; gives its path. */
  function copy(from: string, name: string): string {
    call({ argv: ['cp', '-a', from, at(name)] });
    return at(name);
  }

  return { at, call, copy, run, begin, verify, drill, recordDrill, ask };
}
export type Workshop = ReturnType<typeof workshop>;
