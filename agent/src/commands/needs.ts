import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@watchcase/runtime/light';
import type { Host } from '../host/index.ts';
import type { OwnProgram } from '../host/own-program.ts';
import type { Inherited } from './backup-run/inherited.ts';

/** What a command may use of the process it runs in. */
export interface CommandNeeds {
  version: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Starts our own program once more, with its arguments behind. */
  program: OwnProgram;
  /** Numeric user id; null where there is none. */
  userId: number | null;
  clock: Clock;
  /** The machine that is looked at; the one it runs on where none is given. */
  host?: Host;
  /** All that standard input gives, to its end. */
  readInput(): Promise<string>;
  /** To standard output, a line. */
  print(text: string): void;
  /** To standard error, a line. */
  complain(text: string): void;
  /** Does `work`, which must be done when it returns, with the file mode mask the process was started with instead of the agent's strict one. */
  withCallersUmask<T>(work: () => T): T;
  /** Calls `listener` for each signal the process gets, and for those of `further`, until the returned function is called. */
  onSignal(listener: (signal: NodeJS.Signals) => void, further?: readonly NodeJS.Signals[]): () => void;
  /** What the process was started with that its own children do not get by themselves. */
  inherited(): Inherited;
  /** The process ends as one that this signal has killed. */
  endBy(signal: NodeJS.Signals): void;
}

/** The options of all commands, as parsed. */
export interface Options {
  state?: string | undefined;
  config?: string | undefined;
  url?: string | undefined;
  token?: string | undefined;
  name?: string | undefined;
  id?: string | undefined;
  force: boolean;
  json: boolean;
  job?: string | undefined;
  failed: boolean;
  warnings?: string | undefined;
  'report-stdout': boolean;
  'exit-code'?: string | undefined;
  size?: string | undefined;
  duration?: string | undefined;
  output?: string | undefined;
  'skip-if-running': boolean;
  wait: boolean;
  'wait-limit'?: string | undefined;
  'time-limit'?: string | undefined;
  retries?: string | undefined;
  'retry-delay'?: string | undefined;
  'env-file'?: string | undefined;
  before?: string | undefined;
  after?: string | undefined;
  'hook-limit'?: string | undefined;
  'size-of'?: string | undefined;
  location?: string | undefined;
  damaged?: string | undefined;
  plan?: string | undefined;
  tool?: string | undefined;
  outcome?: string | undefined;
  at?: string | undefined;
  'snapshot-at'?: string | undefined;
  note?: string | undefined;
  evidence?: string[] | undefined;
}

/** Where packages put it, and where it was before there were any. */
const MACHINE_CONFIGS = ['/etc/watchcase-agent/agent.yaml', '/etc/watchcase/agent.yaml'];

/** The state folder: as told, or the usual one of this user. */
export function stateFolder(options: Options, needs: CommandNeeds): string {
  if (options.state !== undefined) return options.state;
  if (needs.userId === 0 || needs.userId === null) return '/var/lib/watchcase-agent';
  return join(needs.env['HOME'] ?? '/tmp', '.local/state/watchcase-agent');
}

/** The config file: as told, in the state folder, or of the machine; undefined when there is none. */
export function configFile(options: Options, needs: CommandNeeds): string | undefined {
  if (options.config !== undefined) return options.config;
  const inState = join(stateFolder(options, needs), 'agent.yaml');
  return [inState, ...MACHINE_CONFIGS].find((path) => existsSync(path));
}

export const HELP = `watchcase-agent - reads this machine and its backups, and reports to a Watchcase collector

  watchcase-agent enrol --url URL --token TOKEN [--name NAME] [--id ID] [--force]
      join: URL is the collector's address (http, https) or its broker's (mqtt, mqtts, ws, wss); NAME in any script is
      what people call the host (else the machine's own name), ID what programs do (else made of the name);
      TOKEN is read from standard input where it is -, so that nobody sees it in the list of processes
  watchcase-agent run [--config FILE]
      run until told to end; the config is read again when it changes, and at SIGHUP
  watchcase-agent check [--config FILE] [--json]
      read everything once and show it; exit code 1 when something cannot be read
  watchcase-agent status [--json]
      how the running agent stands; exit code 1 when it does not run, is not connected, or has refused a newer config
  watchcase-agent backup run --job NAME [OPTIONS] -- COMMAND [ARGUMENTS]
      run a backup and report its start, end, exit code and standard error; exits as COMMAND does. OPTIONS:
      --warnings 1,3|TOOL   exit codes that mean a usable backup; TOOL is restic, borg, rsync, tar, rsnapshot or robocopy
      --report-stdout       standard output is a log, and is reported too
      --skip-if-running     leave it out while another run of the job goes on here (exit code 0)
      --wait [--wait-limit 24h]            wait for that one's end (exit code 75 when it takes longer)
      --time-limit 6h       stop it, and all it has started, after this time (exit code 124)
      --retries N [--retry-delay 1m]       run it again when it failed
      --env-file FILE       variables for it, lines NAME=VALUE
      --before LINE --after LINE [--hook-limit 10m]   for a shell, beside the command; its exit code stays the command's
      --size-of PATH        the backup's size: of a file, of all in a folder, or of the newest file of a pattern
  watchcase-agent backup report --job NAME [--failed] [--exit-code N] [--size BYTES] [--duration 90s] [--output TEXT]
      report a backup that has ended
  watchcase-agent backup verify --job NAME --location PLACE [--damaged TOOL|PATTERN] [--time-limit 6h] [--env-file FILE] -- COMMAND
      run what verifies a backup's copies at PLACE, and report what it found; exits as COMMAND does. Damage is every exit
      code but 0, or what PATTERN finds in its output; TOOL (restic, borg, pgbackrest, barman, duplicity, rclone) is what that one says
  watchcase-agent drill run --job NAME [--plan FILE]
      try to restore a backup by its plan (default drills.yaml in the state folder), look at what came back, report it;
      exit code 1 when something was not as it should be
  watchcase-agent drill record --job NAME --outcome passed|failed [--tool NAME] [--at TIME] [--duration 90m] [--size BYTES]
                               [--snapshot-at TIME] [--note TEXT] [--evidence FILE]...
      report one that was made by hand; of each file its checksum, and its text, are told
  watchcase-agent config sample | watchcase-agent config check [--config FILE]
      print every setting with its default | check a config file
  watchcase-agent unit [--config FILE]
      print, as a drop-in for its systemd unit, the rights that what the config asks for needs
  watchcase-agent inventory
      print what this machine is, as JSON

  --state DIR   the agent's folder (default /var/lib/watchcase-agent; not as root: ~/.local/state/watchcase-agent)
  --help, --version`;
