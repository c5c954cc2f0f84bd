import { join } from 'node:path';
import { createLog } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOutbox } from './open-outbox.ts';
import type { Outbox } from './outbox.ts';

const BODY = '{"x":"0123456789"}';

let folder: ReturnType<typeof temporaryFolder>;
let clock: ManualClock;
let open: Outbox[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  clock = new ManualClock();
});
afterEach(() => {
  for (const outbox of open) outbox.close();
  open = [];
  folder[Symbol.dispose]();
});

function start(): Outbox {
  const path = join(folder.path, 'outbox.db');
  const outbox = openOutbox({ path, maxBytes: 100_000, clock, log: createLog('test', 'silent') });
  open.push(outbox);
  return outbox;
}

function append(outbox: Outbox, { aside = false } = {}): void {
  outbox.append({ messages: [{ kind: 'reading', time: clock.now(), body: BODY }], aside });
}

/** What would go out of an epoch: `2<1` is number 2, behind 1. */
function chain(outbox: Outbox, epoch = outbox.liveEpoch()): string {
  return outbox
    .read(epoch, 0, 1000)
    .map(({ seq, after }) => `${seq}<${after}`)
    .join(' ');
}

describe('what is put aside', () => {
  it('waits beside the live epoch as backlog, with numbers of its own that go on', () => {
    const outbox = start();
    for (const aside of [false, true, false, true]) append(outbox, { aside });
    const beside = outbox.asideEpoch();
    expect([chain(outbox), chain(outbox, beside)]).toEqual(['1<0 2<1', '1<0 2<1']);
    expect([outbox.backlog(), beside < outbox.liveEpoch()]).toEqual([[beside], true]);
    outbox.acknowledge(beside, 2);
    append(outbox);
    expect(outbox.backlog()).toEqual([]);
    append(outbox, { aside: true });
    expect([chain(outbox, beside), outbox.backlog()]).toEqual(['3<2', [beside]]);
  });

  it('outlives the process, and the next live epoch has another place beside it', () => {
    const first = start();
    append(first, { aside: true });
    const [live, beside] = [first.liveEpoch(), first.asideEpoch()];
    first.close();
    open = [];
    const second = start();
    append(second, { aside: true });
    expect(second.asideEpoch()).toBeGreaterThan(live);
    expect(second.backlog()).toEqual([beside, second.asideEpoch()]);
    second.beginEpoch();
    expect(second.asideEpoch()).toBeGreaterThan(second.backlog().at(-1) ?? 0);
  });
});
