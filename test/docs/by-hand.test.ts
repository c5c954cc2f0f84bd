import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { describeWith, startCollector } from '../harness/index.ts';
import { documentText, fencedBlocks } from './fenced-blocks.ts';

const run = promisify(execFile);

describeWith('mosquitto-clients', 'the host of docs/wire.md made by hand', () => {
  it('is answered as promised and opens the case it promises', async () => {
    const collector = await startCollector();
    try {
      const script = fencedBlocks(documentText('docs/wire.md')).find(({ name }) => name === 'by-hand')?.text;
      const here = (script ?? '')
        .replace('http://127.0.0.1:8080', collector.url)
        .replace('data/admin-token', join(collector.data, 'admin-token'))
        .replace('-p 1883', `-p ${collector.mqttPort}`);
      const { stdout } = await run('bash', ['-euc', here]);
      const acks = stdout.split('\n').filter((line) => line.includes('"needLayouts":[]'));
      expect(acks.map((line) => /"seq":(\d+)/.exec(line)?.[1])).toEqual(['0', '1']);
      expect(stdout).toContain('/srv on by-hand is 96.2 % full');
    } finally {
      await collector.stop();
    }
  });
});
