import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Clock } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { runCommand } from '../src/commands/index.ts';
import { layOutMachine } from './recorded-machine.ts';

const folder = join(import.meta.dirname, 'machines');
const machines = readdirSync(folder).flatMap((name) =>
  name.endsWith('.yaml') ? [basename(name, '.yaml')] : [],
);

/** What each of them prints stands beside it, for people to judge: it must be what one would say of that machine. */
it.each(machines)('check of %s', async (name) => {
  using place = temporaryFolder();
  const root = join(place.path, 'machine');
  mkdirSync(root);
  const { config, host, goOn } = layOutMachine(join(folder, `${name}.yaml`), root);
  const file = join(place.path, 'agent.yaml');
  writeFileSync(file, stringify(config));
  let out = '';
  const code = await runCommand(['check', '--config', file, '--state', place.path], {
    version: '1.2.3',
    env: {},
    userId: 0,
    program: [process.execPath],
    clock: secondLater(goOn),
    host,
    print: (text) => (out += `${text}\n`),
    complain: (text) => (out += `${text}\n`),
    readInput: () => Promise.resolve(''),
    withCallersUmask: (work) => work(),
    onSignal: () => () => undefined,
    inherited: () => ({ files: [], ignored: [] }),
    endBy: () => undefined,
  });
  await expect(`${out}exit code ${code}\n`).toMatchFileSnapshot(join(folder, `${name}.txt`));
});

/** A clock whose pause of a second is over at once, with the machine one second on. */
function secondLater(goOn: () => void): Clock {
  const nothing = { cancel: () => undefined };
  let now = Date.UTC(2026, 2, 2, 8);
  let isOn = false;
  return {
    now: () => now,
    monotonic: () => now,
    after(ms, then) {
      if (ms !== 1000) return nothing;
      if (!isOn) goOn();
      if (!isOn) now += ms;
      isOn = true;
      queueMicrotask(then);
      return nothing;
    },
    limit: () => nothing,
    about: () => nothing,
    gather: () => undefined,
  };
}
