import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { stringify } from 'yaml';
import { repositoryRoot } from '../house/tree.ts';
import { launch, type Program } from './program.ts';

/** How to start an agent. */
export interface AgentOptions {
  /** Where it enrols (`http://…` or `mqtt://…`) and with which one-time token. */
  url: string;
  token: string;
  /** Its display name. */
  name: string;
  /** Its settings, as they stand in agent.yaml. */
  config?: Record<string, unknown>;
  /** Where its state folder `state` is made or found; a temporary one when absent. Whoever names it removes it. */
  folder?: string;
}

/** The real agent as a process of its own. */
export interface Agent {
  /** Its state folder. */
  state: string;
  output(): string;
  pid(): number;
  /** Runs one command of the agent's program on the same state folder to its end. */
  command(args: readonly string[]): Promise<{ code: number | null; output: string }>;
  /** Ends it with SIGTERM; gives its exit code. Files stay for restart(). */
  end(): Promise<number | null>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Starts it again on the same state folder. */
  restart(): void;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

const node = join(repositoryRoot, 'scripts/node');
const main = join(repositoryRoot, 'agent/src/main.ts');

/** Enrols an agent and runs it. Does not wait for its first reading: ask the collector for that. */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const folder = temporaryFolder();
  const state = join(options.folder ?? folder.path, 'state');
  mkdirSync(state, { mode: 0o700, recursive: true });
  if (options.config !== undefined) writeFileSync(join(state, 'agent.yaml'), stringify(options.config));
  const run = (args: readonly string[]): Program =>
    launch({ name: 'agent', command: node, args: [main, ...args] });
  const enrolling = run([
    'enrol',
    ...Object.entries({
      '--url': options.url,
      '--token': options.token,
      '--name': options.name,
      '--state': state,
    }).flat(),
  ]);
  const code = await enrolling.ended;
  if (code !== 0) throw new Error(`the agent could not enrol (${code}):\n${enrolling.output()}`);
  const start = () => run(['run', '--state', state]);
  let program = start();
  return {
    state,
    output: () => program.output(),
    pid: () => program.pid,
    async command(args) {
      const separator = args.indexOf('--');
      const at = separator < 0 ? args.length : separator;
      const once = run([...args.slice(0, at), '--state', state, ...args.slice(at)]);
      return { code: await once.ended, output: once.output() };
    },
    end: () => program.end('SIGTERM'),
    async kill() {
      await program.end('SIGKILL');
    },
    restart() {
      program = start();
    },
    async stop() {
      await program.end('SIGTERM');
      folder[Symbol.dispose]();
    },
  };
}
