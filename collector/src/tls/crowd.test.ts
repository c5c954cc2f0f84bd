import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect as connectTcp, createServer, type Server, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { backoffMs, createLine } from '@watchcase/runtime';
import { eventually, ManualClock, temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../test/harness/seeded-random.ts';
import { decidePace } from './decide-pace.ts';
import { createGuard, type Guard, type Refused } from './guard.ts';
import { initTls } from './own-authority.ts';

describe('a crowd at the door', () => {
  const folder = temporaryFolder();
  let clock: ManualClock;
  let guard: Guard;
  let server: Server;
  let refused: Refused[];
  let handedOn: number;
  let clients: Socket[];
  beforeEach(async () => {
    clock = new ManualClock();
    const { files } = initTls(folder.path, { names: ['localhost'], now: clock.now() });
    refused = [];
    handedOn = 0;
    clients = [];
    guard = createGuard({
      identity: { cert: readFileSync(files.certificate), key: readFileSync(files.key) },
      minVersion: '1.2',
      plain: 'here',
      protocols: ['mqtt'],
      answer: Buffer.alloc(0),
      refused: (why) => refused.push(why),
      clientAuthority: undefined,
      pace: { perSecond: 50, patienceMs: 400 },
      mostSilent: 5,
      clock,
    });
    server = createServer((socket) => guard.receive(socket, () => handedOn++)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    for (const client of clients) client.destroy();
    guard.close();
    server.close();
    folder[Symbol.dispose]();
  });
  /** So many come at once; gives which of them have been ended, in that order. */
  function come(many: number, how: 'tls' | 'silent'): number[] {
    const ended: number[] = [];
    const to = { port: (server.address() as AddressInfo).port, host: '127.0.0.1' };
    for (let number = 0; number < many; number++) {
      const client = how === 'tls' ? connect({ ...to, rejectUnauthorized: false }) : connectTcp(to);
      clients.push(client.once('close', () => ended.push(number)).on('error', () => undefined));
    }
    return ended;
  }

  it('shakes hands at a pace; who would wait too long is ended before it, and told of', async () => {
    const ended = come(30, 'tls');
    // Five at once, 20 in the line; the last five would wait for too long.
    await eventually(() => handedOn === 5 && ended.length === 5);
    expect(refused).toEqual(Array.from({ length: 5 }, () => 'crowded'));
    await clock.advance(100);
    await eventually(() => handedOn === 10);
    await clock.advance(300);
    await eventually(() => handedOn === 25);
    expect(ended).toHaveLength(5);
  });

  it('loses no place in the line to those who say nothing', async () => {
    const ended = come(20, 'tls');
    await eventually(() => handedOn === 5);
    const silent = come(12, 'silent');
    await eventually(() => silent.length === 7);
    await clock.advance(300);
    await eventually(() => handedOn === 20);
    expect([ended, silent.length]).toEqual([[], 7]);
  });
});

describe('the pace', () => {
  it.each([
    [undefined, 400],
    [500, 400],
    [20, 20],
  ])('is no faster than the door behind it lets in: %s a second', (letIn, perSecond) => {
    expect(decidePace(letIn).perSecond).toBe(perSecond);
  });

  /** A minute is what silence is forgiven for after the collector was away; the embedded broker is meant for less than half of the first. */
  it.each([
    [20_000, 60],
    [100_000, 280],
  ])('has a fleet of %s agents back within %s s, whoever was asked to come again', async (many, seconds) => {
    const clock = new ManualClock();
    const line = createLine(decidePace(), clock);
    const random = seededRandom(7);
    const stepMs = 20;
    let back = 0;
    let backAt = 0;
    /** Whose next attempt is due, by step; as often as each has been refused. */
    const due = new Map<number, number[]>();
    function again(refused: number): void {
      const pause = backoffMs(refused + 1, { firstMs: 1000, maxMs: 40_000 }, random());
      const step = Math.ceil((clock.monotonic() + pause) / stepMs);
      due.set(step, [...(due.get(step) ?? []), refused]);
    }
    for (let agent = 0; agent < many; agent++) again(0);
    for (let step = 0; back < many && step < 60_000; step++) {
      for (const refused of due.get(step) ?? [])
        if (!line.join(() => ([back, backAt] = [back + 1, clock.monotonic()]))) again(refused + 1);
      due.delete(step);
      await clock.advance(stepMs);
    }
    expect(back).toBe(many);
    expect(backAt / 1000).toBeLessThan(seconds);
    expect(backAt / 1000).toBeGreaterThan(many / 400 - 1);
  });
});
