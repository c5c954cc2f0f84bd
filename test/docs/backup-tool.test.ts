import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, parseConfig, systemClock } from '@watchcase/runtime';
import { describeWith, temporaryFolder } from '@watchcase/testkit';
import type { BackupTool } from '@watchcase/agent/contract.ts';
import { createHost } from '@watchcase/agent/host/index.ts';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { repositoryRoot } from '../house/tree.ts';
import { documentText, fencedBlocks } from './fenced-blocks.ts';

const blocks = fencedBlocks(documentText('docs/adding/backup-tool.md'));
const shown = (name: string) => blocks.find((block) => block.name === name)?.text ?? '';

/** Files outside the repository find neither its packages nor its rooms by name. */
const outside: Record<string, string> = {
  '../../contract.ts': 'agent/src/contract.ts',
  '../ask-program.ts': 'agent/src/backups/ask-program.ts',
  '../newest.ts': 'agent/src/backups/newest.ts',
  '@watchcase/runtime': 'packages/runtime/src/index.ts',
};

describeWith('git', 'docs/adding/backup-tool.md', () => {
  it('shows a tool that tells what it says', async () => {
    using folder = temporaryFolder();
    const code = (name: string) =>
      Object.entries(outside)
        .reduce((text, [from, to]) => text.replace(`'${from}'`, `'${join(repositoryRoot, to)}'`), shown(name))
        .replace("'zod'", `'${zodPath()}'`);
    writeFileSync(join(folder.path, 'index.ts'), code('tool'));
    writeFileSync(join(folder.path, 'options.ts'), code('options'));
    writeFileSync(join(folder.path, 'parse-commits.ts'), shown('parse'));
    const { default: tool } = (await import(join(folder.path, 'index.ts'))) as { default: BackupTool };
    const { options: schema } = (await import(join(folder.path, 'options.ts'))) as { options: z.ZodType };

    const repository = join(folder.path, 'repository');
    mkdirSync(repository);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@x', ...args], { cwd: repository });
    git('init', '-q');
    git('commit', '-q', '--allow-empty', '-m', 'first');
    const host = createHost({ clock: systemClock, log: createLog('test', 'error') });
    const options = schema.parse({ folder: repository });
    const [status] = await tool.status(options, host, systemClock.now() + 7_200_000);
    expect(status).toEqual({
      location: repository,
      ageSeconds: expect.any(Number),
      sizeBytes: null,
      count: 1,
    });
    expect(status?.ageSeconds).toBeGreaterThanOrEqual(7200);

    const example = z.object({
      backups: z.array(z.object({ tool: z.literal(tool.name), options: schema })),
    });
    const config = parseConfig(example, { name: 'page', text: shown('config'), env: {} });
    expect(config.backups).toHaveLength(1);
    for (const option of ['folder', 'timeout']) expect(shown('readme')).toContain(`\`${option}\``);
  });
});

function zodPath(): string {
  const manifest = join(repositoryRoot, 'agent/node_modules/zod/package.json');
  const { module } = JSON.parse(readFileSync(manifest, 'utf8')) as { module: string };
  return join(manifest, '..', module);
}
