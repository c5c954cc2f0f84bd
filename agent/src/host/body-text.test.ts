import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { bodyText } from './body-text.ts';

const GBK = Buffer.from('d4cbd0d0d5fdb3a3', 'hex');
const of = (body: Buffer, type = 'text/html', encoding?: string, most = 1024) =>
  bodyText(
    body,
    { 'content-type': type, ...(encoding === undefined ? {} : { 'content-encoding': encoding }) },
    most,
  );

it.each([
  { why: 'GBK by its header', text: of(GBK, 'text/html; charset=GBK'), is: '运行正常' },
  { why: 'gb2312, which browsers read as GBK', text: of(GBK, 'text/plain;charset="gb2312"'), is: '运行正常' },
  {
    why: 'GBK by the page itself',
    text: of(Buffer.concat([Buffer.from('<html><META http-equiv=a content="text/html; charset=gbk">'), GBK])),
    is: '<html><META http-equiv=a content="text/html; charset=gbk">运行正常',
  },
  {
    why: 'Latin-1',
    text: of(Buffer.from('Betrieb läuft', 'latin1'), 'text/plain; charset=iso-8859-1'),
    is: 'Betrieb läuft',
  },
  { why: 'UTF-16 by its mark', text: of(Buffer.from('\ufeffup', 'utf16le')), is: 'up' },
  { why: 'nothing told', text: of(Buffer.from('läuft')), is: 'läuft' },
  { why: 'a charset nobody knows', text: of(Buffer.from('up'), 'text/html; charset=none-such'), is: 'up' },
  { why: 'gzip', text: of(gzipSync('up'), 'text/html', 'gzip'), is: 'up' },
  { why: 'deflate', text: of(deflateSync('up'), 'text/html', 'deflate'), is: 'up' },
  { why: 'brotli', text: of(brotliCompressSync('up'), 'text/html', 'br'), is: 'up' },
  { why: 'gzip in GBK', text: of(gzipSync(GBK), 'text/html; charset=gbk', 'x-gzip'), is: '运行正常' },
  { why: 'gzip that is none', text: of(Buffer.from('up'), 'text/html', 'gzip'), is: 'up' },
])('reads $why', ({ text, is }) => {
  expect(text).toBe(is);
});

it('reads the beginning of a packed body that was cut', () => {
  const packed = gzipSync(Array.from({ length: 2000 }, (_, index) => `line ${index}`).join('\n'), {
    level: 1,
  });
  expect(of(packed.subarray(0, packed.length / 2), 'text/html', 'gzip', 100_000)).toMatch(
    /^line 0\nline 1\n/,
  );
});
