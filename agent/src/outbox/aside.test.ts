import { describe, expect, it } from 'vitest';
import { chainOf, temporaryOutbox } from '../../test/temporary-outbox.ts';
import type { Outbox } from './outbox.ts';

const BODY = '{"x":"0123456789"}';
const outboxes = temporaryOutbox();
const start = () => outboxes.start(100_000);

function append(outbox: Outbox, { aside = false } = {}): void {
  outbox.append({ messages: [{ kind: 'reading', time: outboxes.clock().now(), body: BODY }], aside });
}

const chain = (outbox: Outbox, epoch = outbox.liveEpoch()) => chainOf(outbox, epoch);

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
    outboxes.close(first);
    const second = start();
    append(second, { aside: true });
    expect(second.asideEpoch()).toBeGreaterThan(live);
    expect(second.backlog()).toEqual([beside, second.asideEpoch()]);
    second.beginEpoch();
    expect(second.asideEpoch()).toBeGreaterThan(second.backlog().at(-1) ?? 0);
  });
});
