import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configSchema } from '@watchcase/collector/config.ts';
import type { Channel } from '@watchcase/collector/notify/contract.ts';
import { parseConfig } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { samplePage } from '../harness/sample-page.ts';
import { repositoryRoot } from '../house/tree.ts';
import { documentText, fencedBlocks } from './fenced-blocks.ts';

const blocks = fencedBlocks(documentText('docs/adding/channel.md'));
const shown = (name: string) => blocks.find((block) => block.name === name)?.text ?? '';

it('docs/adding/channel.md shows a channel that sends what it says', async () => {
  using folder = temporaryFolder();
  const notify = join(repositoryRoot, 'collector/src/notify');
  const zod = join(repositoryRoot, 'node_modules/zod/index.js');
  const code = shown('channel')
    .replace("'zod'", `'${zod}'`)
    .replace('../../contract.ts', join(notify, 'contract.ts'))
    .replace('../../texts.ts', join(notify, 'texts.ts'));
  const file = join(folder.path, 'logfile.ts');
  writeFileSync(file, code);
  const { default: channel } = (await import(file)) as { default: Channel };

  const path = join(folder.path, 'pages');
  const { signal } = new AbortController();
  const send = (to: string) => channel.send(samplePage, channel.options.parse({ path: to }), signal, 0);
  expect(await send(path)).toEqual({ outcome: 'delivered', detail: 'written' });
  expect(readFileSync(path, 'utf8')).toBe(`${samplePage.key} 王芳 [CRITICAL] C-12 Disk /var is full\n`);
  expect(await send(join(path, 'no/folder'))).toEqual({ outcome: 'retry', detail: 'ENOTDIR' });

  const example = parse(shown('config')) as { channels: { type: string; options: unknown }[] };
  expect(example.channels[0]?.type).toBe(channel.name);
  expect(channel.options.safeParse(example.channels[0]?.options).success).toBe(true);
  expect(shown('readme')).toContain('`path`');
});

it('docs/configuration.md shows channels that the collector takes', () => {
  const block = fencedBlocks(documentText('docs/configuration.md')).find(({ name }) => name === 'channels');
  const env = {
    DINGTALK_URL: 'https://oapi.dingtalk.com/robot/send?access_token=x',
    DINGTALK_SECRET: 'SECx',
    ALIYUN_SECRET: 'x',
    PAGERDUTY_KEY: 'x',
  };
  const { channels } = parseConfig(configSchema, { name: 'docs', text: block?.text ?? '', env });
  expect(channels.map(({ channel }) => channel.name)).toEqual(['dingtalk', 'voice', 'pagerduty', 'webhook']);
});
