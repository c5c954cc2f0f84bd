import { expect, it } from 'vitest';
import { createSerial } from './serial.ts';

function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

it('runs one after the other in the order given, however long each takes', async () => {
  const serial = createSerial();
  const order: string[] = [];
  const first = gate();
  const work =
    (name: string, until: Promise<void> = Promise.resolve()) =>
    async () => {
      order.push(`${name} begins`);
      await until;
      order.push(`${name} ends`);
      return name;
    };
  const results = [serial.run(work('a', first.opened)), serial.run(work('b')), serial.run(work('c'))];
  await Promise.resolve();
  expect(order).toEqual(['a begins']);
  first.open();
  expect(await Promise.all(results)).toEqual(['a', 'b', 'c']);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

it('hands a failure to its caller only', async () => {
  const serial = createSerial();
  const failing = serial.run(() => Promise.reject(new Error('no')));
  const throwing = serial.run(() => {
    throw new Error('at once');
  });
  const next = serial.run(() => Promise.resolve(1));
  await expect(failing).rejects.toThrow('no');
  await expect(throwing).rejects.toThrow('at once');
  expect(await next).toBe(1);
});

it('is idle when all that was queued has ended', async () => {
  const serial = createSerial();
  const first = gate();
  let ended = false;
  const running = serial.run(async () => {
    await first.opened;
    ended = true;
  });
  const idle = serial.idle().then(() => ended);
  first.open();
  expect(await idle).toBe(true);
  await running;
});
