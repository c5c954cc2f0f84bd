import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  type CommandRequest,
  createHost,
  type Host,
  type HttpRequest,
  type NoSpace,
  type Space,
} from '../src/host/index.ts';

/** A case of a backup tool: what programs and servers answered, and which files there were, as they were when it was recorded. */
const caseSchema = z.strictObject({
  now: z.iso.datetime(),
  options: z.record(z.string(), z.unknown()),
  /** Of the first whose `ask` the command line (program and arguments) begins with, and that was given this of its environment; a program that is not here is not installed. */
  programs: z
    .array(
      z.strictObject({
        ask: z.string(),
        env: z.record(z.string(), z.string()).default({}),
        code: z.int().default(0),
        stdout: z.string().default(''),
        stderr: z.string().default(''),
        failure: z.string().optional(),
      }),
    )
    .default([]),
  /** Of the first whose `ask` (method and address) the request begins with. */
  servers: z
    .array(z.strictObject({ ask: z.string(), status: z.int().default(200), body: z.string() }))
    .default([]),
  /** By path: when it was last changed, its size or its text. What is above a file is a folder that is there. */
  files: z
    .record(
      z.string(),
      z.strictObject({ at: z.iso.datetime(), bytes: z.int().optional(), text: z.string().optional() }),
    )
    .default({}),
  /** Folders that are there, besides. */
  folders: z.array(z.string()).default([]),
  /** What each status must have; or the code of the fault, thrown or told of the first location. */
  expect: z.union([z.string(), z.array(z.record(z.string(), z.unknown()))]),
});
export type ToolCase = z.output<typeof caseSchema>;

/** Where every case of these tools is, in the order of their names. */
export function toolCases(tools: readonly string[]): { tool: string; of: string; path: string }[] {
  return tools.flatMap((tool) => {
    const folder = join(import.meta.dirname, '../src/backups', tool, 'cases');
    const files = existsSync(folder) ? readdirSync(folder).toSorted() : [];
    return files.map((file) => ({ tool, of: file.replace('.yaml', ''), path: join(folder, file) }));
  });
}

/** Reads a case. */
export function readToolCase(path: string): ToolCase {
  return caseSchema.parse(parse(readFileSync(path, 'utf8')));
}

/** What a tool has asked. */
export interface Asked {
  commands: CommandRequest[];
  requests: HttpRequest[];
}

/** A host that answers as a case says. */
export function recordedToolHost(recorded: Partial<ToolCase>): { host: Host; asked: Asked } {
  const { programs = [], servers = [], files = {}, folders = [] } = recorded;
  const asked: Asked = { commands: [], requests: [] };
  const paths = Object.keys(files);
  const isFolder = (path: string) =>
    folders.includes(path) ||
    [...paths, ...folders].some((one) => one.startsWith(`${path.replace(/\/$/, '')}/`));
  const fileOf = (path: string) => {
    const file = files[path];
    if (file === undefined) throw new Error(`${path} is not there`);
    return file;
  };
  const host: Host = {
    ...createHost({ clock: new ManualClock(), log: createLog('test', 'silent') }),
    read: (path) => fileOf(path).text ?? '',
    isFile: (path) => Object.hasOwn(files, path),
    modifiedAt(path) {
      const times = paths
        .filter((one) => one === path || one.startsWith(`${path}/`))
        .map((one) => Date.parse(fileOf(one).at));
      return times.length === 0 ? null : Math.max(...times);
    },
    list(path) {
      if (!isFolder(path)) throw new Error(`${path} is not there`);
      const below = [...paths, ...folders].filter((one) => one.startsWith(`${path}/`));
      return [...new Set(below.map((one) => one.slice(path.length + 1).split('/')[0] ?? ''))];
    },
    cacheFolder: () => '/home/agent/.cache/watchcase-agent',
    inOwnFolder: (work) => work('/tmp/own'),
    async space(path): Promise<Space | NoSpace> {
      if (!isFolder(path.toString())) return { fault: 'absent', reason: 'is not there' };
      return { blockBytes: 1, blocks: 1, free: 1, available: 1, inodes: 1, inodesFree: 1 };
    },
    files: (pattern) =>
      Promise.resolve(
        paths
          .filter((path) => patternOf(pattern).test(path))
          .map((path) => {
            const { at, bytes, text = '' } = fileOf(path);
            return { path, bytes: bytes ?? text.length, modifiedAt: Date.parse(at) };
          }),
      ),
    run(request) {
      asked.commands.push(request);
      const line = [request.program, ...request.args].join(' ');
      const answer = programs.find(
        ({ ask, env }) =>
          line.startsWith(ask) && Object.entries(env).every(([name, value]) => request.env?.[name] === value),
      );
      const { code = null, stdout = '', stderr = '', failure } = answer ?? { failure: 'ENOENT' };
      request.take?.(Buffer.from(stdout));
      return Promise.resolve({
        code: failure === undefined ? code : null,
        stdout,
        stderr,
        failure: failure ?? null,
      });
    },
    http(request) {
      asked.requests.push(request);
      const answer = servers.find(({ ask }) => `${request.method} ${request.url}`.startsWith(ask));
      if (answer === undefined)
        return Promise.resolve({ outcome: 'failed', reason: 'ECONNREFUSED', seconds: 0 });
      const { status, body } = answer;
      return Promise.resolve({ outcome: 'answered', status, body, bodyBytes: body.length, seconds: 0 });
    },
  };
  return { host, asked };
}

function patternOf(pattern: string): RegExp {
  const parts = pattern.split(/(\*\*\/?|\*|\?)/).map((part) => {
    if (part.startsWith('**')) return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : RegExp.escape(part);
  });
  return new RegExp(`^${parts.join('')}$`);
}
