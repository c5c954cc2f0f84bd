import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { probes } from '@watchcase/agent/probes/registry.generated.ts';
import { newResticRepository, RESTIC_PASSWORD, temporaryFolder } from '@watchcase/testkit';
import type { Expected } from './facts.ts';

const run = promisify(execFile);

/** A real fault of this machine: how it is caused, how it is undone, and what must come of it. */
export interface Fault extends Omit<Expected, 'hostId' | 'undone'> {
  name: string;
  cause(): Promise<void>;
  undo(): Promise<void>;
}

/** Things on this machine that can really break, and the agent's config that watches them alone. */
export interface FaultyMachine {
  config: Record<string, unknown>;
  faults: Fault[];
  stop(): Promise<void>;
}

/** Milliseconds between two readings. */
const INTERVAL = '2s';
const TMPFS_MIB = 8;
const MIB = 1_048_576;
const OLD = '2026-01-01 03:00:00';

/** Starts a process, mounts a small tmpfs, makes a restic repository. Mounting needs root: without, it says so and leaves that fault out, under CI it fails. */
export async function prepareMachine(): Promise<FaultyMachine> {
  const folder = temporaryFolder();
  const process = watchedProcess();
  const repository = await resticRepository(join(folder.path, 'repository'));
  const mount = await smallFileSystem(join(folder.path, 'data'));
  const off = Object.fromEntries(Object.keys(probes).map((name) => [name, { enabled: false }]));
  return {
    config: {
      interval: INTERVAL,
      probes: {
        ...off,
        procstat: { watch: [{ name: 'erp', pattern: process.pattern }] },
        ...(mount === undefined ? {} : { disk: { mountPoints: [mount.path] } }),
      },
      backups: [{ job: 'erp', tool: 'restic', interval: INTERVAL, options: repository.options }],
    },
    faults: [process.fault, ...(mount === undefined ? [] : [mount.fault]), repository.fault],
    async stop() {
      await process.stop();
      await mount?.stop();
      folder[Symbol.dispose]();
    },
  };
}

function watchedProcess() {
  // A time that nobody else sleeps tells this process from others.
  const seconds = String(864_000 + Math.random());
  let child = start();
  function start(): ChildProcess {
    return spawn('sleep', [seconds], { stdio: 'ignore' });
  }
  async function stop(): Promise<void> {
    const ended = once(child, 'exit');
    if (child.kill('SIGKILL')) await ended;
  }
  const fault: Fault = {
    name: 'a watched process stops',
    category: 'software',
    severity: 'critical',
    rules: ['service/process-stopped'],
    cause: stop,
    undo() {
      child = start();
      return Promise.resolve();
    },
  };
  return { pattern: `^sleep ${seconds.replace('.', '\\.')}$`, fault, stop };
}

async function smallFileSystem(path: string) {
  mkdirSync(path);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${TMPFS_MIB}m`, 'tmpfs', path]);
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    console.warn('SKIPPED: a full file system (mounting a tmpfs needs root)');
    return undefined;
  }
  const file = join(path, 'growth');
  const fault: Fault = {
    name: 'a file system fills up',
    category: 'hardware',
    severity: 'critical',
    rules: ['disk/space'],
    cause: () => Promise.resolve(writeFileSync(file, Buffer.alloc(TMPFS_MIB * MIB * 0.97))),
    undo: () => Promise.resolve(rmSync(file)),
  };
  return {
    path,
    fault,
    async stop() {
      await run('umount', ['--lazy', path]);
    },
  };
}

async function resticRepository(repository: string) {
  const password = RESTIC_PASSWORD;
  const env = { ...process.env, RESTIC_REPOSITORY: repository, RESTIC_PASSWORD };
  const restic = (...args: string[]) => run('restic', ['--no-cache', '--quiet', ...args], { env });
  const backUp = (...args: string[]) => restic('backup', ...args, import.meta.filename);
  newResticRepository(repository);
  await backUp('--time', OLD);
  await backUp('--tag', 'today');
  const fault: Fault = {
    name: 'the newest backup is too old',
    category: 'data',
    severity: 'major',
    rules: ['backup/too-old'],
    async cause() {
      const { stdout } = await restic('snapshots', '--tag', 'today', '--json');
      const snapshots = JSON.parse(stdout) as { id: string }[];
      await restic('forget', ...snapshots.map(({ id }) => id));
    },
    async undo() {
      await backUp('--tag', 'today');
    },
  };
  return { options: { repository, password }, fault };
}
