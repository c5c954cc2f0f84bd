import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import { runRecordedCase } from '../../agent/test/recorded-case.ts';
import type { Probe } from '@watchcase/agent/contract.ts';
import { repositoryRoot } from '../house/tree.ts';
import { documentText, fencedBlocks } from './fenced-blocks.ts';

it('docs/adding/probe.md shows a probe that reads its recorded machine as the case says', async () => {
  using folder = temporaryFolder();
  const blocks = fencedBlocks(documentText('docs/adding/probe.md'));
  const put = (path: string, text: string) => {
    mkdirSync(join(folder.path, path, '..'), { recursive: true });
    writeFileSync(join(folder.path, path), text);
  };
  const shown = (name: string) => blocks.find((block) => block.name === name)?.text ?? '';
  const outside = { '../../contract.ts': join(repositoryRoot, 'agent/src/contract.ts'), zod: zodPath() };
  const code = (name: string) =>
    Object.entries(outside).reduce((text, [from, to]) => text.replace(`'${from}'`, `'${to}'`), shown(name));
  put('index.ts', code('probe'));
  put('options.ts', code('options'));
  put('parse-pressure.ts', shown('parse'));
  put('cases/busy-disk/case.yaml', shown('case'));
  put('cases/busy-disk/1/proc/pressure/io', shown('io'));

  const { default: probe } = (await import(join(folder.path, 'index.ts'))) as { default: Probe };
  const { options } = (await import(join(folder.path, 'options.ts'))) as { options: z.ZodType };
  expect(probe.name).toBe('pressure');
  expect(options.parse({})).toEqual({ resources: ['cpu', 'io', 'memory'] });
  expect(shown('readme')).toContain('`resources`');
  const results = await runRecordedCase({ probe, options }, join(folder.path, 'cases/busy-disk'));
  expect(results).toHaveLength(1);
  expect(results.map(({ got, threw }) => got ?? threw)).toEqual(results.map(({ expected }) => expected));
});

/** A file outside the repository does not find its packages by name. */
function zodPath(): string {
  const manifest = join(repositoryRoot, 'agent/node_modules/zod/package.json');
  const { module } = JSON.parse(readFileSync(manifest, 'utf8')) as { module: string };
  return join(manifest, '..', module);
}
