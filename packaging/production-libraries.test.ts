import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { productionLibraries } from './production-libraries.ts';

const root = join(import.meta.dirname, '..');
/** Every package of this house that running programs are made of; testkit is for tests. */
const folders = [
  'agent',
  'collector',
  'dashboards',
  ...readdirSync(join(root, 'packages'))
    .filter((name) => name !== 'testkit')
    .map((name) => `packages/${name}`),
];
const libraries = productionLibraries(root, folders);

/** Those that ask for a notice and nothing else; of a choice one is enough. */
const LICENCES = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'Apache-2.0',
]);

it('finds them all', () => {
  const names = libraries.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(100);
  expect(names).toEqual(expect.arrayContaining(['fastify', 'kysely', 'pg', 'zod', 'preact']));
});

it('all are under licences that ask for a notice and nothing else', () => {
  const odd = libraries.filter(
    ({ license }) =>
      !license
        .replace(/[()]/g, '')
        .split(' OR ')
        .some((one) => LICENCES.has(one)),
  );
  expect(odd.map(({ name, version, license }) => `${name}@${version}: ${license}`)).toEqual([]);
});

it('none runs anything when it is installed', () => {
  expect(libraries.filter(({ installScripts }) => installScripts.length > 0).map(({ name }) => name)).toEqual(
    [],
  );
});

it('each is pinned in the lock file with a hash of what the registry has, and comes from nowhere else', () => {
  const lock = parse(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')) as {
    packages: Record<string, { resolution: Record<string, string> }>;
  };
  const unpinned = libraries.filter(({ name, version }) => {
    const { resolution = {} } = lock.packages[`${name}@${version}`] ?? {};
    return (
      Object.keys(resolution).join(' ') !== 'integrity' ||
      resolution['integrity']?.startsWith('sha512-') !== true
    );
  });
  expect(unpinned.map(({ name, version }) => `${name}@${version}`)).toEqual([]);
});

it('what this house names itself is named exactly, without a range', () => {
  const ranges = folders.flatMap((folder) => {
    const { dependencies = {} } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    return Object.entries(dependencies)
      .filter(([, version]) => version !== 'workspace:*' && !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${folder}: ${name} ${version}`);
  });
  expect(ranges).toEqual([]);
});
