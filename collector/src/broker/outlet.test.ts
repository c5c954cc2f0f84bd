import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createOutlet } from './outlet.ts';

/** A stream whose other end reads when it is told to. */
function reader() {
  const writes: string[] = [];
  let taken: (() => void) | undefined;
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      writes.push(chunk.toString('latin1'));
      taken = () => {
        taken = undefined;
        done();
      };
    },
  });
  const read = async () => {
    taken?.();
    await new Promise(setImmediate);
  };
  return { stream, writes, read };
}

it('sends what was written in one turn of the event loop together, in order', async () => {
  const { stream, writes, read } = reader();
  const outlet = createOutlet(stream, 100, () => undefined);
  for (const part of ['a', 'bc', 'def']) outlet.write(Buffer.from(part));
  expect(writes).toEqual([]);
  await read();
  expect(writes).toEqual(['abcdef']);
});

it('gathers while nothing is taken, is full at its bound, and says when there is room again', async () => {
  const { stream, writes, read } = reader();
  let cleared = 0;
  const outlet = createOutlet(stream, 10, () => cleared++);
  outlet.write(Buffer.from('1234'));
  await read();
  expect([writes, outlet.waiting(), outlet.isFull()]).toEqual([['1234'], 4, false]);
  for (const part of ['56', '78', '90']) outlet.write(Buffer.from(part));
  expect([outlet.waiting(), outlet.isFull(), outlet.taken(), cleared]).toEqual([10, true, 0, 0]);
  await read();
  expect([writes, outlet.waiting(), outlet.isFull(), outlet.taken(), cleared]).toEqual([
    ['1234', '567890'],
    6,
    false,
    1,
    1,
  ]);
  await read();
  expect(outlet.waiting()).toBe(0);
});

it('never writes over a buffer that it was given', async () => {
  const { stream, read } = reader();
  const outlet = createOutlet(stream, 100, () => undefined);
  const mine = Buffer.from('mine');
  outlet.write(mine);
  outlet.write(Buffer.from('yours'));
  await read();
  expect(mine.toString()).toBe('mine');
});
