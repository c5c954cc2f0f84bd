import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { isProcessAlive, ownProcessMark } from './process-mark.ts';

const onLinux = it.runIf(process.platform === 'linux');

onLinux('knows this process again', () => {
  expect(isProcessAlive(ownProcessMark() ?? '')).toBe(true);
});

onLinux('tells that a process has ended, and that another has its number since', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const [own, start, namespace] = (ownProcessMark() ?? '').split(' ');
  expect(isProcessAlive(`${own} ${Number(start) - 1} ${namespace}`)).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isProcessAlive(`${child.pid} ${start} ${namespace}`)).toBe(false);
});

onLinux('leaves a process of another container alone', () => {
  expect(isProcessAlive('999999999 1 pid:[1]')).toBe(true);
});
