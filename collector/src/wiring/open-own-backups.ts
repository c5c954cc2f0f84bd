import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Clock, Log } from '@watchcase/runtime';
import type { CollectorConfig } from '../config.ts';
import { type OwnBackups, startOwnBackups } from '../own-backup/index.ts';
import type { DataFolder } from '../startup/index.ts';

/** What the collector's own backups need. */
export interface OwnBackupNeeds {
  config: CollectorConfig;
  configFile?: string | undefined;
  folder: DataFolder;
  /** An agent runs beside the collector. */
  localAgent: boolean;
  clock: Clock;
  log: Log;
}

/** As hosts name the job of the collector's own backups. */
const JOB = 'watchcase';
const NICENESS = 5;
/** What a broken-off backup leaves is removed by the next one. */
const KILLED = 137;
const program = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const quiet = '--disable-warning=ExperimentalWarning';

/**
 * Begins to make backups as the config says; undefined where it wants none. Each is made by a process of its own, so that the collector goes on meanwhile, and told by an agent as a run like any other: its
 * rules and policies watch it.
 */
export function openOwnBackups(needs: OwnBackupNeeds): OwnBackups | undefined {
  const { backup } = needs.config;
  if (backup === undefined) return undefined;
  const { clock, log } = needs;
  return startOwnBackups({
    folder: backup.folder,
    at: backup.at,
    make: (signal) => run([process.execPath, ...argumentsOf(needs, backup.agentState)], signal, log),
    clock,
    log,
  });
}

function argumentsOf(
  { configFile, folder, localAgent }: OwnBackupNeeds,
  agentState: string | undefined,
): string[] {
  const config = configFile === undefined ? [] : ['--config', configFile];
  const create = [
    quiet,
    program('collector/dist/main.mjs'),
    'backup',
    'create',
    '--data',
    folder.path,
    ...config,
  ];
  const state = agentState ?? (localAgent ? folder.file('agent') : undefined);
  if (state === undefined) return create;
  const report = ['backup', 'run', '--job', JOB, '--report-stdout', '--state', state, '--'];
  return [quiet, program('agent/src/main.ts'), ...report, process.execPath, ...create];
}

function run([command = '', ...args]: string[], signal: AbortSignal, log: Log): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], signal });
    for (const output of [child.stdout, child.stderr])
      output.setEncoding('utf8').on('data', (text: string) => log.info({ said: text.trim() }, 'own backup'));
    if (child.pid !== undefined) setPriority(child.pid, NICENESS);
    child.once('error', (error) => {
      if (!signal.aborted) log.error({ code: 'OWN_BACKUP_FAILED', err: error }, 'it could not be started');
      resolve(KILLED);
    });
    child.once('close', (code) => resolve(code ?? KILLED));
  });
}
