import { cpus, totalmem } from 'node:os';
import { expect, it } from 'vitest';
import { portableMachine } from './portable-machine.ts';

/** Every reading a number, at least one of a kind: what can be known of it on any machine. */
const numbers = (value: object) => Object.values(value).filter((one) => typeof one === 'number');
const sound = (values: number[]) => values.length > 0 && values.every((value) => value >= 0);

it('reads this machine through the tools that work everywhere', async () => {
  const times = portableMachine.processorTimes();
  expect(times).toHaveLength(cpus().length);
  expect(times.every((one) => sound(numbers(one)))).toBe(true);
  expect(portableMachine.uptimeSeconds()).toBeGreaterThan(0);

  const memory = await portableMachine.memory();
  expect(memory.total).toBe(totalmem());
  expect(memory.available).toBeGreaterThan(0);
  expect(sound(numbers(memory))).toBe(true);

  const root = (await portableMachine.fileSystems()).find(({ path }) => path === '/');
  expect(root?.total).toBeGreaterThan(root?.used ?? Number.NaN);

  const interfaces = await portableMachine.interfaces();
  expect(interfaces.every((one) => one.name !== '' && sound(numbers(one)))).toBe(true);

  const processes = await portableMachine.processes();
  const own = processes.find(({ pid }) => pid === process.pid);
  expect(own?.residentBytes).toBeGreaterThan(10 * 1_048_576);
  expect(own?.arguments.join(' ')).toContain('node');
});
