import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { buildHttpHouse } from '../../../test/harness/http-rooms.ts';

it.each([
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
] as const)(
  'an answer goes out as %s where the reader takes it, and is the same',
  async (encoding, unpack) => {
    const house = await buildHttpHouse();
    const plain = await house.app.inject({ url: '/openapi.json' });
    const packed = await house.app.inject({ url: '/openapi.json', headers: { 'accept-encoding': encoding } });
    expect(packed.headers['content-encoding']).toBe(encoding);
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 4);
    expect(unpack(packed.rawPayload).equals(plain.rawPayload)).toBe(true);
    const small = await house.app.inject({ url: '/healthz', headers: { 'accept-encoding': encoding } });
    expect(small.headers['content-encoding']).toBeUndefined();
    await house.stop();
  },
);
