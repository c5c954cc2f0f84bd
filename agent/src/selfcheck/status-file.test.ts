import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import type { AgentStatus } from './read-status.ts';
import { createStatusFile } from './status-file.ts';

function open() {
  const folder = temporaryFolder();
  const clock = new ManualClock();
  let count = 0;
  const status = () => ({ count: ++count }) as unknown as AgentStatus;
  const file = createStatusFile({ folder: folder.path, status, clock, log: createLog('test', 'silent') });
  const path = join(folder.path, 'status.json');
  const written = () =>
    existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { count: number }).count : 0;
  return { folder, clock, file, written };
}

it('tells within a second what people wait for, however often it is told', async () => {
  const { folder, clock, file, written } = open();
  using _folder = folder;
  file.changed();
  await clock.advance(0);
  expect(written()).toBe(1);
  for (let n = 0; n < 10; n++) file.changed();
  await clock.advance(999);
  expect(written()).toBe(1);
  await clock.advance(1);
  expect(written()).toBe(2);
});

it('lets counts and times wait for half a minute, and a change not wait for them', async () => {
  const { folder, clock, file, written } = open();
  using _folder = folder;
  file.changed();
  await clock.advance(0);
  await clock.advance(10_000);
  file.moved();
  await clock.advance(19_999);
  expect(written()).toBe(1);
  await clock.advance(1);
  expect(written()).toBe(2);
  file.moved();
  await clock.advance(2000);
  file.changed();
  file.moved();
  await clock.advance(0);
  expect(written()).toBe(3);
  await clock.advance(60_000);
  expect(written()).toBe(3);
});
