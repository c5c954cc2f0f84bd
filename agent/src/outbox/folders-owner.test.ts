import { chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '@watchcase/testkit';
import { giveToFoldersOwner } from './folders-owner.ts';
import { lockState, spoolEvents } from './index.ts';

const NOBODY = 65_534;

it.skipIf(process.getuid?.() !== 0)('what root makes in the agent’s folder is the agent’s', () => {
  using folder = temporaryFolder();
  const state = join(folder.path, 'state');
  mkdirSync(state);
  chownSync(state, NOBODY, NOBODY);
  spoolEvents(join(state, 'outbox.db'), [{ time: 1, event: '{}' }]);
  const unlock = lockState(state);
  writeFileSync(join(state, 'credential.json.new'), '{}');
  giveToFoldersOwner(join(state, 'credential.json.new'));
  const owners = ['outbox.db', 'lock.db', 'credential.json.new'].map(
    (name) => statSync(join(state, name)).uid,
  );
  unlock();
  expect(owners).toEqual([NOBODY, NOBODY, NOBODY]);
});

it.skipIf(process.getuid?.() !== 0)('in a folder of root’s own it stays root’s', () => {
  using folder = temporaryFolder();
  spoolEvents(join(folder.path, 'outbox.db'), []);
  expect(statSync(join(folder.path, 'outbox.db')).uid).toBe(0);
});
