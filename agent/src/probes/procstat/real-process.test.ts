import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createLog, systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { createHost } from '../../host/index.ts';
import probe from './index.ts';
import { options as schema } from './options.ts';

const host = createHost({ clock: systemClock, log: createLog('test', 'silent') });

it.runIf(process.platform === 'linux')('sees a real program start, work and stop', async () => {
  const mark = `watchcase-test-${process.pid}`;
  const watch = [{ name: 'busy', pattern: `^\\S*node -e for.*${mark}` }];
  const collect = probe.start(schema.parse({ watch }), host);
  const values = async () => {
    const samples = await collect(systemClock.now());
    return Object.fromEntries(
      samples.flatMap(({ fields }) => fields.map(([name, , value]) => [name, value])),
    );
  };
  expect(await values()).toMatchObject({ running: 0, pid_count: 0, memory_rss: null });

  const child = spawn('node', ['-e', 'for (;;) Math.random()', mark], { stdio: 'ignore' });
  try {
    await once(child, 'spawn');
    await eventually(async () => {
      const now = await values();
      expect(now).toMatchObject({ running: 1, pid_count: 1 });
      expect(now['cpu_usage']).toBeGreaterThan(10);
      expect(now['num_threads']).toBeGreaterThan(1);
      expect(now['num_fds']).toBeGreaterThan(2);
      expect(now['memory_rss']).toBeGreaterThan(10 * 1_048_576);
      return true;
    });
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  expect(await values()).toMatchObject({ running: 0, pid_count: 0 });
});
