import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { chainOf, temporaryOutbox } from '../../test/temporary-outbox.ts';
import { bytesOf, type NewMessage, payloadOf } from './message.ts';
import type { Outbox } from './outbox.ts';
import { spoolEvents } from './spool.ts';

const BODY = '{"x":"0123456789"}';
const ONE = bytesOf({ body: BODY });
const outboxes = temporaryOutbox();
const { clock, path } = outboxes;
const start = (maxMessages = 1000) => outboxes.start(maxMessages * ONE);

function restart(outbox: Outbox, maxMessages = 1000): Outbox {
  outboxes.close(outbox);
  return start(maxMessages);
}

const message = (kind: NewMessage['kind']): NewMessage => ({ kind, time: clock().now(), body: BODY });

/** Appends one message a letter: r for a reading, e for an event. */
function append(outbox: Outbox, letters: string): void {
  for (const letter of letters) outbox.append({ messages: [message(letter === 'e' ? 'event' : 'reading')] });
}

/** What would go out of an epoch: `r2<1` is reading 2, behind 1. */
const chain = (outbox: Outbox, epoch = outbox.liveEpoch()) =>
  chainOf(outbox, epoch, { event: 'e', reading: 'r' });

describe('a full outbox', () => {
  interface FullCase {
    name: string;
    holds: number;
    appended: string;
    left: string;
    dropped: [readings: number, events: number];
  }
  const cases: FullCase[] = [
    { name: 'keeps what fits', holds: 3, appended: 'rer', left: 'r1<0 e2<1 r3<2', dropped: [0, 0] },
    { name: 'drops the oldest reading', holds: 3, appended: 'rrrr', left: 'r2<0 r3<2 r4<3', dropped: [1, 0] },
    {
      name: 'closes the chain over a gap in the middle',
      holds: 3,
      appended: 'errr',
      left: 'e1<0 r3<1 r4<3',
      dropped: [1, 0],
    },
    {
      name: 'closes it over several gaps',
      holds: 3,
      appended: 'ererr',
      left: 'e1<0 e3<1 r5<3',
      dropped: [2, 0],
    },
    {
      name: 'drops the one before the newest',
      holds: 2,
      appended: 'ere',
      left: 'e1<0 e3<1',
      dropped: [1, 0],
    },
    {
      name: 'drops events only when no reading is left',
      holds: 2,
      appended: 'eere',
      left: 'e2<0 e4<2',
      dropped: [1, 1],
    },
  ];
  it.each(cases)('$name', ({ holds, appended, left, dropped }) => {
    const outbox = start(holds);
    append(outbox, appended);
    expect(chain(outbox)).toBe(left);
    const { droppedReadings, droppedEvents, messages, bytes } = outbox.stats();
    expect([droppedReadings, droppedEvents]).toEqual(dropped);
    expect(bytes).toBe(messages * ONE);
    expect(messages).toBe(left.split(' ').length);
  });

  it('drops of the oldest epoch first', () => {
    const outbox = start(3);
    append(outbox, 'rr');
    const old = outbox.liveEpoch();
    outbox.beginEpoch();
    append(outbox, 'rr');
    expect([chain(outbox, old), chain(outbox)]).toEqual(['r2<0', 'r1<0 r2<1']);
  });

  it('follows what was kept when the last message of an epoch was dropped', () => {
    const outbox = start(2);
    append(outbox, 'eer');
    append(outbox, 'e');
    expect(chain(outbox)).toBe('e2<0 e4<2');
  });

  it('remembers over a restart what it dropped', () => {
    const outbox = restart(fill(start(2), 'rrrrr'), 2);
    expect(outbox.stats()).toMatchObject({ droppedReadings: 3, messages: 2, bytes: 2 * ONE });
  });
});

function fill(outbox: Outbox, letters: string): Outbox {
  append(outbox, letters);
  return outbox;
}

describe('acknowledgements', () => {
  it('forget everything up to a number, once', () => {
    const outbox = fill(start(), 'rrrr');
    const epoch = outbox.liveEpoch();
    expect(outbox.acknowledge(epoch, 3)).toBe(true);
    expect(outbox.acknowledge(epoch, 3)).toBe(false);
    expect(outbox.acknowledge(epoch, 2)).toBe(false);
    expect(chain(outbox)).toBe('r4<3');
    expect(outbox.stats()).toMatchObject({ messages: 1, bytes: ONE });
    append(outbox, 'r');
    expect(chain(outbox)).toBe('r4<3 r5<4');
  });

  it('of an epoch nobody knows change nothing', () => {
    const outbox = fill(start(), 'r');
    expect(outbox.acknowledge(77, 5)).toBe(false);
    expect(outbox.stats().messages).toBe(1);
  });

  it('leave the chain whole when something is dropped behind them', () => {
    const outbox = fill(start(2), 'rr');
    outbox.acknowledge(outbox.liveEpoch(), 1);
    append(outbox, 'rr');
    expect(chain(outbox)).toBe('r3<1 r4<3');
    expect(outbox.stats()).toMatchObject({ droppedReadings: 1, messages: 2 });
  });

  it('bridge to a collector that lost what it had', () => {
    const outbox = fill(start(), 'rrrr');
    const epoch = outbox.liveEpoch();
    outbox.acknowledge(epoch, 2);
    expect(outbox.bridge(epoch, 2)).toBe(false);
    expect(outbox.bridge(epoch, 0)).toBe(true);
    expect(chain(outbox)).toBe('r3<0 r4<3');
  });
});

describe('numbers', () => {
  it('of epochs and sessions grow, also when the clock runs backwards', () => {
    const first = start();
    const before = { epoch: first.liveEpoch(), session: first.nextSession() };
    clock().set(clock().now() - 3_600_000);
    const second = restart(first);
    expect(second.liveEpoch()).toBeGreaterThan(before.epoch);
    expect(second.nextSession()).toBeGreaterThan(before.session);
    expect(second.beginEpoch()).toBeGreaterThan(second.liveEpoch() - 1);
  });

  it('of the first session is on disk with the first epoch, and is good for as long as it is new', () => {
    const outbox = start();
    const written = () => {
      const database = new DatabaseSync(path(), { readOnly: true });
      const row = database.prepare("select value from counter where name = 'session'").get();
      database.close();
      return row?.['value'];
    };
    const first = written();
    expect([outbox.nextSession(), written()]).toEqual([first, first]);
    expect(outbox.nextSession()).toBe(Number(first) + 1);
    expect(written()).toBe(Number(first) + 1);
  });

  it('of a session that begins long after the start say when it did', async () => {
    const outbox = start();
    await clock().advance(3_600_000);
    expect(outbox.nextSession()).toBe(Math.floor(clock().now() / 1000));
  });

  it('begin anew in each epoch; the old one becomes backlog', () => {
    const outbox = fill(start(), 'rr');
    const old = outbox.liveEpoch();
    const again = fill(restart(outbox), 'r');
    expect(again.backlog()).toEqual([old]);
    expect([chain(again, old), chain(again)]).toEqual(['r1<0 r2<1', 'r1<0']);
    again.acknowledge(old, 2);
    expect(again.backlog()).toEqual([]);
  });
});

describe('a message', () => {
  it('goes out with its place and the moment of sending', () => {
    const outbox = fill(start(), 'rr');
    const [, second] = outbox.read(outbox.liveEpoch(), 0, 2);
    expect(second && JSON.parse(payloadOf(second, 5))).toEqual({
      sent: 5,
      epoch: outbox.liveEpoch(),
      seq: 2,
      after: 1,
      x: '0123456789',
    });
  });

  it('is kept together with layouts and facts', () => {
    const outbox = start();
    const layout = { id: '0123456789abcdef', stream: '15s', intervalMs: 15_000, groups: [] };
    outbox.append({
      messages: [{ ...message('reading'), layout: layout.id }],
      layouts: [layout],
      facts: { boot: 'b1' },
    });
    const again = restart(outbox);
    expect(again.fact('boot')).toBe('b1');
    expect(JSON.parse(again.layout(layout.id) ?? '')).toEqual(layout);
    expect(again.dropReadingsOf(layout.id)).toBe(1);
    expect(again.stats()).toMatchObject({ messages: 0, bytes: 0, droppedReadings: 1 });
  });
});

describe('events of other processes', () => {
  const event = (kind: string, data: object) => ({
    time: clock().now(),
    event: JSON.stringify({ kind, data, time: clock().now() }),
  });
  const end = {
    job: 'erp',
    run: 'a',
    ok: true,
    exitCode: 0,
    durationSeconds: 9,
    sizeBytes: null,
    output: '',
  };

  it('are noticed and get their place behind what is there', () => {
    const outbox = fill(start(), 'r');
    outbox.changedElsewhere();
    expect(outbox.changedElsewhere()).toBe(false);
    spoolEvents(path(), [event('backup-start', { job: 'erp', run: 'a' }), event('backup-end', end)]);
    expect(outbox.changedElsewhere()).toBe(true);
    expect(outbox.takeSpool()).toBe(2);
    expect(outbox.takeSpool()).toBe(0);
    expect(chain(outbox)).toBe('r1<0 e2<1 e3<2');
    expect(outbox.backupJobs()).toEqual([
      {
        job: 'erp',
        startedAt: clock().now(),
        endedAt: clock().now(),
        succeededAt: clock().now(),
        ok: true,
        durationSeconds: 9,
        sizeBytes: null,
        openRuns: [],
      },
    ]);
  });

  it('wait for an agent that does not run yet', () => {
    spoolEvents(path(), [event('backup-start', { job: 'erp', run: 'a' })]);
    expect(chain(start())).toBe('e1<0');
  });

  it('that make no sense are counted as dropped', () => {
    spoolEvents(path(), [event('backup-end', { job: 'erp' }), { time: 1, event: 'no JSON' }]);
    const outbox = start();
    expect(outbox.stats()).toMatchObject({ messages: 0, droppedEvents: 2 });
  });

  it('are bounded while nobody takes them; the oldest go, and are counted', () => {
    const many = Array.from({ length: 2003 }, (_, run) =>
      event('backup-start', { job: 'erp', run: String(run) }),
    );
    spoolEvents(path(), many);
    const outbox = start(10_000);
    expect(outbox.stats()).toMatchObject({ messages: 2000, droppedEvents: 3 });
  });
});

describe('the state on disk', () => {
  it('is what another program can read while the agent runs', () => {
    const outbox = fill(start(), 'rr');
    const reader = new DatabaseSync(path(), { readOnly: true });
    expect(reader.prepare('SELECT count(*) AS n FROM message').get()?.['n']).toBe(2);
    reader.close();
    expect(outbox.stats().messages).toBe(2);
  });
});
