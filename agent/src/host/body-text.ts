import type { IncomingHttpHeaders } from 'node:http';
import { TextDecoder } from 'node:util';
import { brotliDecompressSync, constants, unzipSync } from 'node:zlib';

/** How far a page is searched for what it says of its own charset, as browsers do. */
const SNIFFED_BYTES = 1024;

/** An answer's body as text, unpacked and in its own charset; at most `mostBytes` of it are looked at. */
export function bodyText(body: Buffer, headers: IncomingHttpHeaders, mostBytes: number): string {
  const plain = unpacked(body, headers['content-encoding'] ?? '', mostBytes);
  return decoderOf(charsetOf(plain, headers['content-type'] ?? '')).decode(plain);
}

/** Servers pack although nobody asked. A body that was cut at our bound is unpacked as far as it goes. */
function unpacked(body: Buffer, encoding: string, mostBytes: number): Buffer {
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: mostBytes };
  try {
    if (/^(?:x-)?gzip$|^deflate$/i.test(encoding.trim())) return unzipSync(body, options);
    if (/^br$/i.test(encoding.trim())) return brotliDecompressSync(body, { maxOutputLength: mostBytes });
  } catch {
    // Not what it says, or more than is looked at: it stands as it came.
  }
  return body;
}

function charsetOf(body: Buffer, contentType: string): string {
  if (body.length >= 2 && body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  if (body.length >= 2 && body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  const told = /charset\s*=\s*"?\s*([\w.:-]+)/i;
  const head = () => body.toString('latin1', 0, SNIFFED_BYTES);
  return (
    told.exec(contentType)?.[1] ??
    /<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)/i.exec(head())?.[1] ??
    'utf-8'
  );
}

/** A charset nobody knows is read as UTF-8. */
function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
