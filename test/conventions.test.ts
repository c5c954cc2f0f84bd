import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsOf, portable, sourceConventions } from './house/conventions.ts';
import { documentedCodes, errorCodesOf } from './house/error-codes.ts';
import { fileCircles } from './house/file-circles.ts';
import { deadLinks } from './house/markdown-links.ts';
import { repositoryFiles, repositoryRoot, typescriptOf } from './house/tree.ts';

const files = repositoryFiles();
/** Without the files that spell out what is forbidden. */
const sources = typescriptOf(files).filter(({ path }) => !path.startsWith('test/house/conventions'));

describe('every source file', () => {
  it.each(Object.entries(sourceConventions))('%s', (_name, convention) => {
    expect(faultsOf(sources, convention)).toEqual([]);
  });
});

describe('the repository', () => {
  it('works on any machine', () => {
    expect(faultsOf(files, portable)).toEqual([]);
  });

  it('has no circles of files', () => {
    const typescript = files.filter(({ path }) => /\.tsx?$/.test(path));
    expect(typescript.some(({ path }) => path.endsWith('.generated.ts'))).toBe(true);
    expect(fileCircles(typescript)).toEqual([]);
  });

  it('has an app.ts that is a list', () => {
    const app = files.find(({ path }) => path === 'collector/src/app.ts')?.text ?? '';
    expect(app.split('\n').length - 1).toBeLessThanOrEqual(200);
    expect(app).toContain('openStore(');
    expect(app.match(/^\s*let\b.*/gm) ?? []).toEqual([]);
    expect(app.match(/\bshared \?/g) ?? []).toEqual([]);
  });

  it('has no dead link', () => {
    expect(deadLinks(files, (path) => existsSync(join(repositoryRoot, path)))).toEqual([]);
  });

  it('explains every error code and no other', () => {
    const manual = files.find(({ path }) => path === 'docs/errors.md');
    const documented = [...documentedCodes(manual?.text ?? '')].toSorted();
    expect(documented).toEqual([...errorCodesOf(sources)].toSorted());
  });

  it('has fresh registries', () => {
    const check = spawnSync(process.execPath, ['scripts/generate.ts', '--check'], {
      cwd: repositoryRoot,
      encoding: 'utf8',
    });
    expect(check.stderr).toBe('');
    expect(check.status).toBe(0);
  });
});
