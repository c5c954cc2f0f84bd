import { expect, it } from 'vitest';
import { createPiece } from './piece.ts';

it('a piece is loaded once, for however many want it', async () => {
  let loads = 0;
  const piece = createPiece(() => Promise.resolve(++loads));
  await Promise.all([piece.bring(), piece.want(), piece.want()]);
  await piece.want();
  expect([piece.code.value, piece.fault.value]).toEqual([1, undefined]);
});

it('one that cannot be had is asked for again, and who only brings it for later is told and sees nothing', async () => {
  let isThere = false;
  let renewals = 0;
  const piece = createPiece(
    () => (isThere ? Promise.resolve('here') : Promise.reject(new Error('gone'))),
    async () => {
      renewals++;
      return false;
    },
  );
  await expect(piece.bring()).rejects.toThrow('gone');
  expect([piece.fault.value, renewals]).toEqual([undefined, 0]);
  await piece.want();
  expect([piece.fault.value?.code, renewals]).toEqual(['no-connection', 1]);
  isThere = true;
  await piece.want();
  expect([piece.code.value, piece.fault.value, renewals]).toEqual(['here', undefined, 1]);
});

it('no fault is shown while the newer console is on its way', async () => {
  const piece = createPiece(
    () => Promise.reject(new Error('gone')),
    () => Promise.resolve(true),
  );
  await piece.want();
  expect(piece.fault.value).toBeUndefined();
});
