import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { exportDashboards } from '@watchcase/dashboards';
import { describeWith, programPath, temporaryFolder } from '@watchcase/testkit';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { documentText, fencedBlocks } from './fenced-blocks.ts';

const options = {
  datasource: 'prometheus',
  language: 'zh-CN',
  databaseUrl: 'http://127.0.0.1:8428',
  consoleUrl: 'https://watchcase.example.com',
  mountedAt: '/srv/grafana',
};

describe('dashboards export', () => {
  it('writes dashboards and provisioning files that lead to each other, without a secret', () => {
    using folder = temporaryFolder();
    const files = exportDashboards(folder.path, options);
    const read = (path: string) => readFileSync(join(folder.path, path), 'utf8');
    expect(files.filter((file) => file.startsWith('dashboards/'))).toHaveLength(6);
    expect(read('dashboards/fleet.json')).toContain('"query": "https://watchcase.example.com"');
    expect(parse(read('provisioning/dashboards/watchcase.yaml'))).toMatchObject({
      providers: [{ type: 'file', options: { path: '/srv/grafana/dashboards' } }],
    });
    expect(parse(read('provisioning/datasources/watchcase.yaml'))).toMatchObject({
      datasources: [{ uid: 'watchcase', type: 'prometheus', url: 'http://127.0.0.1:8428' }],
    });
    const alerting = parse(read('provisioning/alerting/watchcase.yaml')) as {
      groups: { rules: unknown[] }[];
    };
    expect(alerting.groups[0]?.rules).toHaveLength(4);
    for (const file of files) expect(read(file)).not.toMatch(/"?password"?: "?[^$"\s]/i);
  });

  it('names the folder whole where nobody says how it is mounted', () => {
    using folder = temporaryFolder();
    exportDashboards(relative(process.cwd(), folder.path), { ...options, mountedAt: undefined });
    const provider = readFileSync(join(folder.path, 'provisioning/dashboards/watchcase.yaml'), 'utf8');
    expect(provider).toContain(`path: ${join(folder.path, 'dashboards')}`);
    expect(readFileSync(join(folder.path, 'provisioning/alerting/watchcase.yaml'), 'utf8')).not.toContain(
      '&a1',
    );
  });

  it.each([
    [{ datasource: 'graphite' }, 'OPTION_INVALID'],
    [{ language: 'fr' }, 'OPTION_INVALID'],
  ])('refuses %j', (wrong, code) => {
    using folder = temporaryFolder();
    expect(() => exportDashboards(folder.path, { ...options, ...wrong })).toThrow(code);
  });

  it('says where it cannot write', () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'taken');
    writeFileSync(file, '');
    expect(() => exportDashboards(file, options)).toThrow('DASHBOARDS_NOT_WRITTEN');
  });
});

describeWith('promtool', 'the scrape config of docs/grafana.md', () => {
  it('is one that Prometheus takes', () => {
    using folder = temporaryFolder();
    const shown = fencedBlocks(documentText('docs/grafana.md')).find(({ name }) => name === 'prometheus');
    const file = join(folder.path, 'prometheus.yml');
    writeFileSync(file, shown?.text ?? '');
    const said = execFileSync(programPath('promtool'), ['check', 'config', '--syntax-only', file], {
      encoding: 'utf8',
    });
    expect(said).toContain('SUCCESS');
  });
});
