import { cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { basename, join } from 'node:path';
import { hostListSchema } from '@watchcase/api';
import { systemClock } from '@watchcase/runtime';
import { eventually, temporaryFolder } from '@watchcase/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, launch, type Program } from '../harness/index.ts';
import { repositoryRoot } from '../house/tree.ts';

/** What .gitignore keeps out of a clone, and git itself. */
const NOT_CLONED = new Set(['node_modules', '.cache', 'dist', 'data', 'coverage', '.git']);
/** All a slim system must have; there is neither git nor ps, python, a compiler or a language. */
const PROGRAMS = 'sh node npm npx uname dirname cat cksum find head mkdir'.split(' ');
/** A port nobody listens on stands for a network that is down. */
const NO_NETWORK = { npm_config_registry: 'http://127.0.0.1:9/' };

/** Promises of time hold on a machine that does nothing else; here another test runs beside this one, and perhaps more. */
const patience = () => Math.max(2, (loadavg()[0] ?? 0) / availableParallelism());

const folder = temporaryFolder();
const clone = join(folder.path, 'watchcase');
const data = join(folder.path, 'data');
let httpPort: number;
let mqttPort: number;
let slim: Record<string, string>;
let url: string;
const programs: Program[] = [];

beforeAll(async () => {
  cpSync(repositoryRoot, clone, { recursive: true, filter: (path) => !NOT_CLONED.has(basename(path)) });
  slim = { PATH: slimPath(), LANG: '', LC_ALL: '' };
  [httpPort, mqttPort] = [await freePort(), await freePort()];
  url = `http://127.0.0.1:${httpPort}`;
});
afterAll(async () => {
  for (const program of programs) await program.end('SIGTERM');
  folder[Symbol.dispose]();
});

/** A folder with links to those programs and no others. */
function slimPath(): string {
  const path = join(folder.path, 'bin');
  mkdirSync(path);
  for (const name of PROGRAMS) {
    const found = (process.env['PATH'] ?? '').split(':').find((one) => existsSync(join(one, name)));
    symlinkSync(join(found ?? '/bin', name), join(path, name));
  }
  return path;
}

function npmStart(
  options: readonly string[],
  env: Record<string, string> = {},
): Program & { seconds(): number } {
  const startedAt = systemClock.monotonic();
  const program = launch({
    name: 'npm start',
    command: 'npm',
    args: ['--prefix', clone, 'start', '--', ...options],
    env: { NODE_ENV: 'production', ...slim, ...env },
  });
  programs.push(program);
  return { ...program, seconds: () => (systemClock.monotonic() - startedAt) / 1000 };
}

const usual = () => ['--data', data, '--http-port', String(httpPort), '--mqtt-port', String(mqttPort)];

async function readyWithin(program: ReturnType<typeof npmStart>, seconds: number): Promise<void> {
  const answers = async () => !program.running() || (await fetch(`${url}/readyz`)).ok;
  try {
    await eventually(answers, { timeoutMs: seconds * 1000 });
    if (!program.running()) throw new Error('it ended');
  } catch (error) {
    throw new Error(`not ready after ${program.seconds()} s:\n${program.output()}`, { cause: error });
  }
}

describe('a clean clone', () => {
  it('installs itself and is ready within a minute', { timeout: 90_000 }, async () => {
    const program = npmStart(usual());
    await readyWithin(program, 60);
    expect(program.output()).toContain(url);
    // Nobody sees it at a terminal: what signs in is not printed into whatever keeps it.
    expect(program.output()).toMatch(/watchcase login-link --data /);
    expect(program.output()).not.toMatch(/\/login\/\S{20,}/);
    expect(statSync(join(data, 'admin-token')).mode & 0o777).toBe(0o600);
  });

  it('watches this very machine', { timeout: 60_000 }, async () => {
    const token = readFileSync(join(data, 'admin-token'), 'utf8').trim();
    const headers = { authorization: `Bearer ${token}` };
    const watched = async () => {
      const response = await fetch(`${url}/api/v1/hosts`, { headers });
      return hostListSchema.parse(await response.json()).items.find((one) => one.seriesCount >= 60);
    };
    const host = await eventually(watched, { timeoutMs: 45_000 }).catch((error: unknown) => {
      throw new Error(`this machine is not watched:\n${programs[0]?.output()}`, { cause: error });
    });
    const ageMs = systemClock.now() - Date.parse(host.lastSample ?? '');
    expect(ageMs).toBeLessThan(2 * 1000 * (host.intervalSeconds ?? 0));
  });

  it.each<[string, () => Promise<string[]>, RegExp]>([
    [
      'the same data folder',
      async () => ['--data', data, '--http-port', String(await freePort()), '--mqtt-port', '0'],
      /DATA_FOLDER_IN_USE .*--data DIR/,
    ],
    [
      'a taken HTTP port',
      () =>
        Promise.resolve([
          '--data',
          join(folder.path, 'a'),
          '--http-port',
          String(httpPort),
          '--mqtt-port',
          '0',
        ]),
      /HTTP_PORT_TAKEN .*--http-port N/,
    ],
    [
      'a taken MQTT port',
      () =>
        Promise.resolve([
          '--data',
          join(folder.path, 'b'),
          '--http-port',
          '0',
          '--mqtt-port',
          String(mqttPort),
        ]),
      /BROKER_PORT_TAKEN .*--mqtt-port N/,
    ],
  ])('refuses a second start on %s at once and says what to do', async (_name, options, message) => {
    const program = npmStart(await options());
    expect(await program.ended).toBe(1);
    expect(program.output()).toMatch(message);
    expect(program.seconds()).toBeLessThan(5 * patience());
  });

  it('ends within 5 seconds of SIGTERM', async () => {
    const running = programs[0];
    const startedAt = systemClock.monotonic();
    await running?.end('SIGTERM');
    await eventually(async () => {
      const answered = await fetch(`${url}/healthz`).then(
        () => true,
        () => false,
      );
      return !answered;
    });
    expect(systemClock.monotonic() - startedAt).toBeLessThan(5000);
  });

  it('starts again within 5 seconds, without a network', { timeout: 60_000 }, async () => {
    const program = npmStart(usual(), NO_NETWORK);
    await readyWithin(program, 5 * patience());
  });
});
