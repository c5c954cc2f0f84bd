import { configSchema as agentSchema } from '@watchcase/agent/config.ts';
import { configSchema as collectorSchema } from '@watchcase/collector/config.ts';
import { type Fault, isUserError, parseConfig } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { repositoryFiles } from '../house/tree.ts';
import { fencedBlocks } from './fenced-blocks.ts';

/** Blocks that are something else than a config, each tested by the page's own test. */
const ELSEWHERE = new Set([
  'pack',
  'test',
  'faulty',
  'case',
  'prometheus',
  'directory',
  'backup-policies',
  'drills',
  'channels',
  'rota',
  'chain',
  'person',
  'replies',
  'known',
]);
/** Pages whose sample speaks of an extension that the page itself makes. */
const OWN_TESTS = ['docs/adding/'];

const samples = repositoryFiles()
  .filter(({ path }) => path.endsWith('.md') && !OWN_TESTS.some((folder) => path.startsWith(folder)))
  .flatMap(({ path, text }) =>
    fencedBlocks(text)
      .filter(({ language, name }) => language === 'yaml' && !ELSEWHERE.has(name))
      .map((block) => ({ where: `${path}:${block.line}`, text: block.text })),
  );

/** A value of the reader's own stands for what an environment or a file would give. */
const env = new Proxy<Record<string, string>>(
  {},
  { get: (_all, name) => (String(name).endsWith('URL') ? 'https://of.the.reader' : 'of-the-reader') },
);

it('finds the samples of both programs', () => {
  const programs = samples.map(({ text }) => programOf(text));
  expect(programs.filter((one) => one === 'agent').length).toBeGreaterThanOrEqual(8);
  expect(programs.filter((one) => one === 'collector').length).toBeGreaterThanOrEqual(5);
});

it.each(samples)('$where is a config as it stands, in the names of now', ({ text }) => {
  const warnings: Fault[] = [];
  const source = {
    name: 'sample',
    text: text.replaceAll(/file:[^\s"',}]+/g, 'env:FILE'),
    env,
    warn: (fault: Fault) => void warnings.push(fault),
  };
  try {
    if (programOf(text) === 'agent') parseConfig(agentSchema, source);
    else parseConfig(collectorSchema, source);
  } catch (error) {
    if (!isUserError(error)) throw error;
    expect.fail(error.message);
  }
  expect(warnings).toEqual([]);
});

/** An agent's file speaks of what is read on a host. */
function programOf(text: string): 'agent' | 'collector' {
  const keys = Object.keys((parse(text) ?? {}) as object);
  return keys.some((key) => ['probes', 'backups', 'interval', 'outbox'].includes(key))
    ? 'agent'
    : 'collector';
}
