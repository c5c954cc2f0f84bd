import { stringify } from 'yaml';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandLine } from '../../test/command-line.ts';

const { path, run } = commandLine();

async function dropIn(config: object): Promise<string[]> {
  const file = join(path(), 'agent.yaml');
  writeFileSync(file, stringify(config));
  const { code, out, err } = await run('unit', '--config', file);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out.trim().split('\n').slice(2);
}

it('asks for nothing where the config asks for nothing that only others may read', async () => {
  const remote = { repository: 'sftp:backup@nas:/srv/erp', password: 'geheim' };
  expect(await dropIn({})).toEqual(['[Service]', 'CapabilityBoundingSet=', 'AmbientCapabilities=']);
  expect(await dropIn({ backups: [{ job: 'erp', tool: 'restic', options: remote }] })).not.toContainEqual(
    expect.stringContaining('CAP_'),
  );
});

it('asks for the right to read where something is named by its full path, and says what for', async () => {
  const backup = { repository: '/srv/erp', passwordFile: '/root/erp.password' };
  const config = {
    probes: { x509_cert: { sources: ['/etc/ssl/private/erp.pem', 'https://example.org'] } },
    backups: [{ job: 'erp', tool: 'restic', options: backup }],
  };
  expect(await dropIn(config)).toEqual([
    '[Service]',
    '# CAP_DAC_READ_SEARCH: probe x509_cert reads /etc/ssl/private/erp.pem',
    '# CAP_DAC_READ_SEARCH: backup erp (restic) reads its repository, /root/erp.password',
    'CapabilityBoundingSet=',
    'AmbientCapabilities=',
    'CapabilityBoundingSet=CAP_DAC_READ_SEARCH',
    'AmbientCapabilities=CAP_DAC_READ_SEARCH',
    '# Memory for restic, which the agent starts to ask it',
    'MemoryMax=2G',
  ]);
});

it('asks for memory for tools that start programs alone', async () => {
  const options = { patterns: ['/srv/backup/*.sql.gz'] };
  const copies = { job: 'erp', tool: 'rsnapshot', options: {} };
  expect((await dropIn({ backups: [copies] })).at(-1)).toBe('AmbientCapabilities=CAP_DAC_READ_SEARCH');
  expect((await dropIn({ backups: [copies, { job: 'db', tool: 'dumps', options }] })).slice(-2)).toEqual([
    '# Memory for dumps, which the agent starts to ask it',
    'MemoryMax=2G',
  ]);
});

it('asks for the right to look into processes where some are watched', async () => {
  const lines = await dropIn({ probes: { procstat: { watch: [{ name: 'postgres' }] } } });
  expect(lines).toContain('AmbientCapabilities=CAP_SYS_PTRACE');
  expect(lines.some((line) => line.startsWith('MemoryMax'))).toBe(false);
});
