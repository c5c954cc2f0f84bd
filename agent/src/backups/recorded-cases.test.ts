import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { backupCopiesSchema } from '@watchcase/protocol';
import { isUserError, parseConfig, Secret } from '@watchcase/runtime';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type Asked,
  readToolCase,
  recordedToolHost,
  type ToolCase,
  toolCases,
} from '../../test/recorded-tool.ts';
import type { BackupStatus } from '../contract.ts';
import { configSchema } from '../config.ts';
import { backupToolOptions } from './options.generated.ts';
import { backupTools } from './registry.generated.ts';

const NOW = Date.UTC(2026, 10, 28, 12);
const names = Object.keys(backupTools);

/** How one question ended: what it gave, and the codes of what it could not tell. */
interface Outcome {
  statuses: readonly BackupStatus[];
  codes: string[];
  words: string;
  asked: Asked;
}

async function ask(name: string, options: unknown, recorded: Partial<ToolCase>, now = NOW): Promise<Outcome> {
  const tool = backupTools[name];
  const { host, asked } = recordedToolHost(recorded);
  try {
    const statuses = (await tool?.status(options, host, now)) ?? [];
    const faults = statuses.flatMap(({ fault }) => fault ?? []);
    return {
      statuses,
      codes: faults.map((fault) => fault.split(/[\s:]/)[0] ?? ''),
      words: inspect(statuses, { depth: null }),
      asked,
    };
  } catch (error) {
    if (!isUserError(error)) throw error;
    const words = inspect([error.message, error.faults], { depth: null });
    return { statuses: [], codes: error.faults.map(({ code }) => code), words, asked };
  }
}

/** Options as a person writes them, made what the tool gets. */
function optionsOf(name: string, raw: unknown): unknown {
  return backupToolOptions[name]?.parse(raw);
}

/** All secrets somewhere in options. */
function secretsOf(options: unknown): string[] {
  if (options instanceof Secret) return [options.reveal()];
  return typeof options === 'object' && options !== null ? Object.values(options).flatMap(secretsOf) : [];
}

/** The passwords in options: an address, a user's name and other environment may be told. */
const PASSWORDS = new Set(['correct-horse', 'battery-staple', 'TCdRSHy4ezEFAIAmYfbDd7REe8SwfnPW']);

function hiddenOf(options: unknown): string[] {
  const { repository } = options as Record<string, unknown>;
  const password = /:\/\/[^/@]*:([^/@]*)@/.exec(repository instanceof Secret ? repository.reveal() : '')?.[1];
  return [
    ...secretsOf(options).filter((one) => PASSWORDS.has(one)),
    ...(password === undefined ? [] : [password]),
  ];
}

function expectNothingHidden(options: unknown, { words, asked }: Outcome): void {
  for (const secret of hiddenOf(options)) {
    expect(words).not.toContain(secret);
    for (const { args } of asked.commands) expect(args.join('\n')).not.toContain(secret);
    for (const { url } of asked.requests) expect(url).not.toContain(secret);
  }
}

/** What every status must be, whatever the tool: none is not unknown, and the wire takes it. */
function expectSound({ statuses }: Outcome, tool: string): void {
  const locations = statuses.map(({ location }) => location);
  expect(new Set(locations).size).toBe(locations.length);
  for (const { location, count, ageSeconds, copies, fault, runs } of statuses) {
    if (fault !== undefined) expect({ count, ageSeconds, copies }).toEqual({ count: null, ageSeconds: null });
    else expect(copies ?? runs).toBeDefined();
    if (count === 0) expect(ageSeconds).toBeNull();
    if (copies === undefined) continue;
    const data = { job: 'erp', tool, location, kind: 'local', at: NOW, ...copies };
    backupCopiesSchema.parse({ kind: 'backup_copies', data });
  }
}

const cases = toolCases(names);

describe('what was recorded of a tool', () => {
  it.each(cases)('$tool: $of', async ({ tool, path }) => {
    const { options: raw, now, expect: expected, ...recorded } = readToolCase(path);
    const options = optionsOf(tool, raw);
    const outcome = await ask(tool, options, recorded, Date.parse(now));
    expectNothingHidden(options, outcome);
    if (typeof expected === 'string') {
      expect(outcome.codes, outcome.words).toEqual([expected]);
      return;
    }
    expectSound(outcome, tool);
    expect(outcome.statuses).toMatchObject(expected);
    expect(outcome.statuses).toHaveLength(expected.length);
    const again = await ask(tool, options, recorded, Date.parse(now));
    expect(again.statuses.map(({ newest }) => newest)).toEqual(outcome.statuses.map(({ newest }) => newest));
  });

  it('is there for every tool but those whose own tests run the real one', () => {
    const recorded = new Set(cases.map(({ tool }) => tool));
    expect(names.filter((name) => !recorded.has(name))).toEqual(['files', 'restic']);
  });
});

/** The names in a part of a page. */
function namesIn(page: string, heading: string): string[] {
  const part = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return names.filter((name) => part.includes(`backups/${name}/README.md`));
}

it('tools that say when a copy expires are those that the docs name', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/backup-tools.md'), 'utf8');
  const telling = new Set(
    cases
      .filter(({ path }) => inspect(readToolCase(path).expect, { depth: null }).includes('expiresAt'))
      .map(({ tool }) => tool),
  );
  expect(namesIn(page, 'When copies expire')).toEqual([...telling]);
});

it('tools that start programs are those that do not say that they ask themselves', () => {
  const started = new Set(
    cases.filter(({ path }) => readToolCase(path).programs.length > 0).map(({ tool }) => tool),
  );
  const asking = names.filter((name) => backupTools[name]?.asksItself !== true);
  // restic's own tests run the real one.
  expect(asking.filter((name) => !started.has(name))).toEqual(['restic']);
  expect([...started].filter((name) => !asking.includes(name))).toEqual([]);
});

/** The sample that a README shows. */
function sampleOf(name: string): unknown {
  const readme = readFileSync(join(import.meta.dirname, name, 'README.md'), 'utf8');
  const text = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const secrets = { BACKUP_PASSWORD: 'correct-horse', BACKUP_TOKEN: 'battery-staple' };
  const config = parseConfig(configSchema, { name: 'README.md', text, env: secrets });
  return z.array(z.object({ tool: z.literal(name), options: z.unknown() })).parse(config.backups)[0]?.options;
}

describe.each(names)('every tool: %s', (name) => {
  const options = sampleOf(name);
  /** Whatever is asked says this. */
  const always = (answer: { code?: number; stdout?: string; stderr?: string; failure?: string }) => ({
    programs: [{ ask: '', env: {}, code: 0, stdout: '', stderr: '', ...answer }],
    servers: [{ ask: '', status: answer.code === 0 ? 200 : 500, body: answer.stdout ?? answer.stderr ?? '' }],
    folders: ['/srv/backup/erp', '/srv/backup/erp/snapshots'],
  });

  it('has a sample in its README that the agent takes', () => {
    expect(options).toBeDefined();
  });

  it('says so when there is nothing to ask', async () => {
    const outcome = await ask(name, options, {});
    const { length } = outcome.codes;
    expect(length).toBeGreaterThan(0);
    for (const code of outcome.codes)
      expect(code).toMatch(/^BACKUP_(?:TOOL_MISSING|FOLDER_UNREADABLE|REPOSITORY_(?:MISSING|UNREACHABLE))$/);
    expectNothingHidden(options, outcome);
  });

  it('takes no silence and no chatter for "no backup"', async () => {
    const probe = await ask(name, options, always({ code: 0, stdout: 'hello <html>' }));
    const isAsked = probe.asked.commands.length + probe.asked.requests.length > 0;
    if (isAsked) expect(probe.codes, probe.words).toEqual(['BACKUP_OUTPUT_UNKNOWN']);
    // A tool of files alone asks nobody: of folders that are there and empty there is no backup.
    else {
      expect(probe.statuses.length + probe.codes.length).toBeGreaterThan(0);
      for (const { fault, count } of probe.statuses) expect(count).toBe(fault === undefined ? 0 : null);
    }
  });

  it('tells no secret that a failing tool repeats', async () => {
    const said = `strange: ${hiddenOf(options).join(' ')}`;
    const outcome = await ask(name, options, always({ code: 66, stderr: said }));
    expectNothingHidden(options, outcome);
    if (outcome.asked.commands.length + outcome.asked.requests.length > 0)
      expect(outcome.codes).toEqual(['BACKUP_TOOL_FAILED']);
  });

  it('is bounded in time wherever it asks', async () => {
    const outcome = await ask(name, options, always({ failure: 'timed out after 1 s' }));
    for (const { timeoutMs } of [...outcome.asked.commands, ...outcome.asked.requests])
      expect(timeoutMs).toBeLessThanOrEqual(3_600_000);
    if (outcome.asked.commands.length > 0) expect(outcome.codes).toEqual(['BACKUP_TOOL_TIMEOUT']);
  });
});
