import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Clock, PlainLog } from '@watchcase/runtime/light';
import { connectTcp, type TcpResult } from './connect-tcp.ts';
import { countProcessors } from './count-processors.ts';
import { createFindFiles } from './find-files.ts';
import { createStatfs, type Distance, type NoSpace, type Space } from './free-space.ts';
import type { HttpAnswer, HttpRequest } from './request-http.ts';
import type { TimeAnswer } from './time-packet.ts';
import type { Certificate } from './read-certificate.ts';
import { fileFault } from './file-fault.ts';
import { homeFolder } from './home-folder.ts';
import { inOwnFolder } from './own-folder.ts';
import { createFileReader } from './kept-files.ts';
import { type ProcessEntry, processEntry } from './process-entry.ts';
import { listUnits, type UnitsAsked, type UnitsFound } from './list-units.ts';
import { pageBytesOf } from './page-size.ts';
import { type PortableMachine, portableMachine } from './portable-machine.ts';
import { createStatReader } from './process-stats.ts';
import type { Environment } from './base-environment.ts';
import { type CommandResult, type CommandRequest, runProgram } from './run-program.ts';
import type { FoundFile } from './walk-files.ts';

export type { Certificate } from './read-certificate.ts';
export type { CommandRequest, CommandResult } from './run-program.ts';
export { endBySignal } from './end-by-signal.ts';
export { endProcess } from './end-process.ts';
export { createFolderMemory } from './folder-memory.ts';
export { type FoundFile, walkFiles } from './walk-files.ts';
export type { HttpAnswer, HttpRequest } from './request-http.ts';
export type { ProcessEntry } from './process-entry.ts';
export { isProcessAlive, ownProcessMark } from './process-mark.ts';
export { growTree, processTree, signalAll, type TreeProcess } from './process-tree.ts';
export type { PortableMachine } from './portable-machine.ts';
export type { NoSpace, Space } from './free-space.ts';
export type { TcpResult } from './connect-tcp.ts';
export type { TimeAnswer } from './time-packet.ts';
export type { UnitsAsked, UnitsFound, UnitState } from './list-units.ts';

/** What probes may ask of the machine; the only code that touches it. */
export interface Host {
  readonly platform: NodeJS.Platform;
  name(): string;
  /** Processors of the whole machine, whatever share of them this process may use. */
  processors(): number;
  /** Bytes of a memory page. */
  pageBytes(): number;
  /** Text of a file, mostly under /proc or /sys. Throws when it cannot be read. */
  read(path: string): string;
  /** The same as it stands. Throws when it cannot be read. */
  readBytes(path: string): Buffer;
  /** Names in a folder. Throws when it cannot be read. */
  list(path: string): string[];
  /** True of a regular file; false as well when that cannot be told. */
  isFile(path: string): boolean;
  /** When a file or folder was last changed, Unix milliseconds; null when that cannot be told. */
  modifiedAt(path: string): number | null;
  /** Lends `work` an empty folder that only this user may enter, and removes it afterwards. */
  inOwnFolder<T>(work: (folder: string) => Promise<T>): Promise<T>;
  /** Where this user's programs may keep what they need again: a full path, made by whoever uses it. */
  cacheFolder(): string;
  /** The path without symbolic links. Throws when there is no such file or it may not be looked at. */
  real(path: string): string;
  /**
   * Space of a mounted file system, or why there is none: it is not there, may not be read, or does not answer (a hung network mount), and is asked no more
   * until it did. `local` (default `remote`) lets it answer while many remote ones hang.
   */
  space(path: string | Buffer, distance?: Distance): Promise<Space | NoSpace>;
  /** Every process, read at most once per `now`. */
  processes(now: number): readonly ProcessEntry[];
  /** Readings where there is no /proc: macOS, Windows. */
  readonly portable: PortableMachine;
  /**
   * Files that a full path with `*`, `?` and `**` names, at most 10 000. Rejects with a sentence when a folder of theirs is not there, may not be read or
   * does not answer.
   */
  files(pattern: string): Promise<FoundFile[]>;
  connect(server: string, port: number, timeoutMs: number): Promise<TcpResult>;
  http(request: HttpRequest): Promise<HttpAnswer>;
  certificate(server: string, port: number, timeoutMs: number): Promise<Certificate>;
  /** Asks an NTP server for the time (SNTP, RFC 4330). */
  time(server: string, timeoutMs: number): Promise<TimeAnswer>;
  /** Asks systemd for the state of units, over D-Bus and without a process. */
  units(asked: UnitsAsked): Promise<UnitsFound>;
  /** Runs a program to its end, with bounded time and output. */
  run(request: CommandRequest): Promise<CommandResult>;
}

/** The machine itself; `env` is the agent's own, `root` stands in front of every path that is read or listed, for tests with recorded files. */
export function createHost(needs: { clock: Clock; log: PlainLog; env?: Environment; root?: string }): Host {
  const { clock, log, env, root = '' } = needs;
  const onHang = (path: string) => log.warn({ path }, 'a file system does not answer');
  const statfs = createStatfs({ clock, onHang });
  let processes: { at: number; list: readonly ProcessEntry[] } = { at: Number.NaN, list: [] };
  const read = createFileReader(root, (path) => readFileSync(root + path, 'utf8'));
  const list = (path: string) => readdirSync(root + path);
  const follow = (path: string) => readlinkSync(root + path);
  const readProcesses = createStatReader(root, (text) => processEntry(text, { read, list, follow }));
  const attempt = <T>(ask: () => T): T | null => {
    try {
      return ask();
    } catch {
      return null;
    }
  };
  const told = <T>(path: string, ask: (path: string) => T): T => {
    try {
      return ask(path);
    } catch (error) {
      throw fileFault(path, error);
    }
  };
  let pageBytes: number | undefined;
  return {
    platform: process.platform,
    name: hostname,
    processors: () => countProcessors(attempt(() => read('/sys/devices/system/cpu/online'))),
    pageBytes: () =>
      (pageBytes ??= pageBytesOf(attempt(() => readFileSync(`${root}/proc/self/auxv`)) ?? Buffer.alloc(0))),
    read: (path) => told(path, read),
    readBytes: (path) => told(path, () => readFileSync(root + path)),
    list: (path) => told(path, list),
    isFile: (path) => attempt(() => statSync(root + path).isFile()) ?? false,
    modifiedAt: (path) => attempt(() => statSync(root + path).mtimeMs),
    inOwnFolder,
    cacheFolder: () => join(homeFolder(), '.cache/watchcase-agent'),
    real: (path) => realpathSync(root + path).slice(root === '' ? 0 : realpathSync(root).length),
    space: (path, distance = 'remote') => statfs(path, distance),
    processes(now) {
      if (processes.at !== now) processes = { at: now, list: [...readProcesses().values()] };
      return processes.list;
    },
    portable: portableMachine,
    files: createFindFiles({ clock, onHang }),
    connect: (server, port, timeoutMs) => connectTcp(clock, { server, port, timeoutMs }),
    // Node's own HTTP and TLS take 16 MiB: loaded where a probe asks for them.
    http: async (request) => (await import('./request-http.ts')).requestHttp(clock, request),
    certificate: async (server, port, timeoutMs) =>
      (await import('./read-certificate.ts')).readCertificate(clock, { server, port, timeoutMs }),
    time: async (server, timeoutMs) => (await import('./ask-time.ts')).askTime(clock, server, timeoutMs),
    units: (asked) => listUnits(clock, root, asked),
    run: (request) => runProgram(clock, request, env),
  };
}
