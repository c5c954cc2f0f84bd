import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '@watchcase/dashboards/build.ts';
import type { Dashboard } from '@watchcase/dashboards/contract.ts';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../house/tree.ts';
import { documentText, fencedBlocks } from './fenced-blocks.ts';

it('docs/adding/dashboard.md shows a dashboard that is built for both databases', async () => {
  using folder = temporaryFolder();
  const shown = fencedBlocks(documentText('docs/adding/dashboard.md')).find(
    ({ name }) => name === 'dashboard',
  );
  const sources = pathToFileURL(join(repositoryRoot, 'dashboards/src/')).href;
  const file = join(folder.path, 'network.ts');
  writeFileSync(file, (shown?.text ?? '').replaceAll("'../", `'${sources}`));
  const { default: dashboard } = (await import(pathToFileURL(file).href)) as { default: Dashboard };
  const json = JSON.stringify([
    build(dashboard, { datasource: 'prometheus', language: 'en' }),
    build(dashboard, { datasource: 'influxdb', language: 'zh-CN' }),
  ]);
  expect(json).toContain('topk(15, sum by (customer, host) (increase(net_bytes_sent{');
  expect(json).toContain('non_negative_difference(\\"bytes_sent\\")');
  expect(json).toContain('发送最多的主机');
});
