import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '@watchcase/testkit';
import type { TestProject } from 'vitest/node';
import { repositoryRoot } from '../house/tree.ts';
import { inMemory } from './in-memory.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of this run of the tests: what a worker keeps for more than one file. */
    testsFolder: string;
  }
}

/** Before the first test: what is started is what the sources say now, and the folder. After the last: it is removed, and the databases whose workers have ended before them are ended. */
export default function setup(project: TestProject): () => Promise<void> {
  execFileSync('sh', ['scripts/setup'], { cwd: repositoryRoot, stdio: 'inherit' });
  const folder = temporaryFolder(inMemory());
  // PostgreSQL runs as another user than root, and has to reach its own folder in this one.
  chmodSync(folder.path, 0o711);
  project.provide('testsFolder', folder.path);
  return async () => {
    for await (const file of glob(join(folder.path, '*/data/postmaster.pid'))) await ended(file);
    rmSync(folder.path, { recursive: true, force: true });
  };
}

/** The first line of a server's pid file is its process; it removes the file last. */
async function ended(pidFile: string): Promise<void> {
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // Its worker, and it with that, was killed.
    return;
  }
  await eventually(() => !existsSync(pidFile));
}
