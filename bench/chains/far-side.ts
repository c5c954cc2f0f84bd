import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { freePort, type Program, startProgram } from '../../test/harness/index.ts';
import { repositoryRoot } from '../../test/house/tree.ts';

/** A page as it arrived. */
export interface Arrival {
  /** Unix milliseconds. */
  at: number;
  key: string;
  reason: string;
  person: string;
  caseId: number;
}

/** The far side of the channel, which outlives no `kill -9`; what it has written down does. */
export interface FarSide {
  url: string;
  arrivals(): Arrival[];
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** On a machine that has other things to do. */
const START_MS = 180_000;

/** Starts it on a port of its own. */
export async function startFarSide(): Promise<FarSide> {
  const folder = temporaryFolder();
  const file = join(folder.path, 'arrivals');
  const port = await freePort();
  const start = (): Promise<Program> =>
    startProgram({
      name: 'far side',
      command: join(repositoryRoot, 'scripts/node'),
      args: [join(import.meta.dirname, 'far-side-program.ts'), String(port), file],
      ready: (output) => output().includes('listens'),
      timeoutMs: START_MS,
    });
  let program = await start();
  return {
    url: `http://127.0.0.1:${port}/page`,
    arrivals: () => (existsSync(file) ? readArrivals(readFileSync(file, 'utf8')) : []),
    async kill() {
      await program.end('SIGKILL');
    },
    async restart() {
      program = await start();
    },
    async stop() {
      await program.end('SIGKILL');
      folder[Symbol.dispose]();
    },
  };
}

/** A line that was being written at a kill is cut off, and was not answered. */
function readArrivals(text: string): Arrival[] {
  return text.split('\n').flatMap((line) => {
    if (!line.endsWith('}')) return [];
    const { at, body } = JSON.parse(line) as { at: number; body: string };
    const page = JSON.parse(body) as { key: string; reason: string; person: string; case: { id: number } };
    return [{ at, key: page.key, reason: page.reason, person: page.person, caseId: page.case.id }];
  });
}
