import { existsSync, mkdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentEvent } from '@watchcase/protocol';
import { createPlainLog } from '@watchcase/runtime/light';
import { eventually, ManualClock, temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configSchema } from '../config.ts';
import { type Outbox, openOutbox } from '../outbox/index.ts';
import { statusFileIn } from '../selfcheck/status-path.ts';
import { changeVersion } from './change-version.ts';
import { createOrders } from './orders.ts';
import { TRYING_FACT } from './tell-outcome.ts';

const OWN = '0.2.0';
const NEXT = '0.3.0';
const WITHIN_MS = 300_000;
/** What a version does when it is run; `$STATUS` is where it says how it stands. */
const CONNECTS = `printf '{"version":"${NEXT}","connection":{"state":"connected","lastAckAt":1}}' >"$STATUS"; exec sleep 600`;
const HANGS = 'touch "$STATUS.started"; exec sleep 600';
const HANGS_ON = `trap '' TERM; touch "$STATUS.started"; while :; do sleep 1; done`;
/** It is heard, and is the one before: another agent has the state folder. */
const IS_ANOTHER = `printf '{"version":"${OWN}","connection":{"state":"connected","lastAckAt":1}}' >"$STATUS"; touch "$STATUS.started"; exec sleep 600`;
const NEVER_HEARD = `printf '{"version":"${NEXT}","connection":{"state":"connected","lastAckAt":null}}' >"$STATUS"; touch "$STATUS.started"; exec sleep 600`;

let folder: ReturnType<typeof temporaryFolder>;
let clock: ManualClock;
let home: string;
let state: string;
let log: ReturnType<typeof createPlainLog>;
beforeEach(() => {
  folder = temporaryFolder();
  clock = new ManualClock();
  log = createPlainLog('agent', 'silent', { now: () => clock.now() });
  [home, state] = [join(folder.path, 'home'), join(folder.path, 'state')];
  mkdirSync(state);
  for (const version of [OWN, '0.1.0']) mkdirSync(join(home, 'versions', version), { recursive: true });
  symlinkSync(`versions/${OWN}`, join(home, 'current'));
});
afterEach(() => folder[Symbol.dispose]());

function change(program: string) {
  const at = join(home, 'versions', NEXT);
  mkdirSync(join(at, 'bin'), { recursive: true });
  const status = statusFileIn(state);
  writeFileSync(join(at, 'bin/watchcase-agent'), `#!/bin/sh\nSTATUS=${status}\n${program}\n`, {
    mode: 0o755,
  });
  const ended = new AbortController();
  const ready = { order: 7, version: NEXT, home, folder: at, withinMs: WITHIN_MS };
  const needs = { state, args: ['run'], own: OWN, env: process.env, ended: ended.signal, clock, log };
  const outcome = { program: undefined as string | undefined };
  void changeVersion(ready, needs).then((program) => (outcome.program = program));
  return {
    ended,
    started: () => eventually(() => existsSync(`${status}.started`)),
    isOver: () => outcome.program !== undefined,
    /** Lets time pass until it is decided which version goes on. */
    over: () =>
      eventually(async () => {
        await clock.advance(500);
        return outcome.program;
      }),
  };
}

function inOutbox<T>(read: (outbox: Outbox) => T): T {
  const outbox = openOutbox({ path: join(state, 'outbox.db'), maxBytes: 1e6, clock, log });
  try {
    return read(outbox);
  } finally {
    outbox.close();
  }
}

/** The events that wait for the collector. */
const events = () =>
  inOutbox((outbox) =>
    [...outbox.backlog(), outbox.liveEpoch()]
      .flatMap((epoch) => outbox.read(epoch, 0, 10))
      .map(({ body }) => (JSON.parse(body) as AgentEvent).data),
  );
const inService = () => readlinkSync(join(home, 'current'));
const isThere = (version: string) => existsSync(join(home, 'versions', version));

describe('a version that is tried', () => {
  it('is put in service once it has connected and was answered; the one before stays', async () => {
    const { over } = change(CONNECTS);
    expect(await over()).toBe(join(home, 'current/bin/watchcase-agent'));
    expect(inService()).toBe(`versions/${NEXT}`);
    expect([isThere(NEXT), isThere(OWN), isThere('0.1.0')]).toEqual([true, true, false]);
    expect(events()).toEqual([{ order: 7, version: NEXT, outcome: 'installed', code: '', reason: '' }]);
  });

  it.each([
    ['does nothing', HANGS],
    ['does not end when it is told to', HANGS_ON],
    ['is another one', IS_ANOTHER],
    ['is not answered', NEVER_HEARD],
  ])('and %s has five minutes, and not a look more', async (_title, program) => {
    const { started, isOver, over } = change(program);
    await started();
    await clock.advance(WITHIN_MS - 500);
    expect(isOver()).toBe(false);
    await over();
    expect(events()).toMatchObject([
      {
        outcome: 'rolled-back',
        code: 'UPGRADE_NOT_CONNECTED',
        reason: `${NEXT} did not connect within 300 s`,
      },
    ]);
    expect([inService(), isThere(NEXT), isThere(OWN)]).toEqual([`versions/${OWN}`, false, true]);
  });

  it.each([
    ['ends', 'exit 3', 'exit code 3'],
    ['is killed', 'kill -9 $$', 'SIGKILL'],
    ['cannot be run', 'exec /nowhere', 'exit code 127'],
  ])('and %s is gone at once, with how', async (_title, program, how) => {
    await change(program).over();
    const [told] = events() as { code: string; reason: string }[];
    expect(told?.code).toBe('UPGRADE_ENDED');
    expect(told?.reason).toContain(how);
    expect([inService(), isThere(NEXT)]).toEqual([`versions/${OWN}`, false]);
  });

  it('goes when the agent is told to end meanwhile', async () => {
    const { ended, started, over } = change(HANGS);
    await started();
    ended.abort();
    await over();
    expect(events()).toMatchObject([{ outcome: 'rolled-back', code: 'UPGRADE_INTERRUPTED' }]);
    expect([inService(), isThere(NEXT)]).toEqual([`versions/${OWN}`, false]);
  });
});

describe('after a power cut in the middle of it', () => {
  /** The agent that is started then runs `version`; which order was being tried is on disk since before the trial. */
  function startAs(version: string, isOnTrial = false): void {
    const of = { order: 7, version: NEXT };
    inOutbox((outbox) => outbox.append({ messages: [], facts: { [TRYING_FACT]: JSON.stringify(of) } }));
    inOutbox((outbox) => {
      const config = () => configSchema.parse({});
      const unused = { authority: undefined, wake: () => undefined, ready: () => undefined };
      const needs = { ...unused, state, version, config, outbox, isOnTrial, clock, log };
      createOrders(needs).reportInterrupted();
      // Once: the next start finds nothing to say.
      createOrders(needs).reportInterrupted();
    });
  }

  it('the version before says that it was interrupted', () => {
    startAs(OWN);
    expect(events()).toMatchObject([{ order: 7, outcome: 'rolled-back', code: 'UPGRADE_INTERRUPTED' }]);
  });

  it('the new one, which was in service by then, says so', () => {
    startAs(NEXT);
    expect(events()).toEqual([{ order: 7, version: NEXT, outcome: 'installed', code: '', reason: '' }]);
  });

  it('one on trial says nothing: the one before it does', () => {
    startAs(NEXT, true);
    expect(events()).toEqual([]);
  });
});
