import { hostname, totalmem } from 'node:os';
import { systemClock } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import { readInventory } from './inventory.ts';

it('says what this machine is', async () => {
  const inventory = await readInventory(systemClock);
  expect(Object.keys(inventory)).toEqual(['os', 'system', 'cpu', 'memory', 'disks', 'network']);
  expect(inventory).toMatchObject({
    os: { hostname: hostname(), arch: process.arch === 'x64' ? 'x64' : expect.any(String) },
    memory: { totalBytes: totalmem() },
  });
  expect(JSON.stringify(inventory)).not.toMatch(/"(?:loop|veth)\d/);
});

it('leaves out what is not told in time', async () => {
  const impatient = {
    ...systemClock,
    after: (_delayMs: number, run: () => void) => systemClock.after(0, run),
  };
  expect(await readInventory(impatient)).not.toHaveProperty('disks');
});
