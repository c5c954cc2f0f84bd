/** What a stream has given, up to a bound. */
export interface Gathered {
  /** What was kept, read as UTF-8. */
  text(): string;
  content(): Buffer;
  /** All bytes, also those beyond the bound. */
  bytes(): number;
}

/** Keeps the first `mostBytes` of a stream and counts the rest, so that whoever writes is never held up. */
export function gather(stream: NodeJS.ReadableStream, mostBytes: number): Gathered {
  const chunks: Buffer[] = [];
  let kept = 0;
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (kept >= mostBytes) return;
    const part = chunk.subarray(0, mostBytes - kept);
    chunks.push(part);
    kept += part.length;
  });
  return {
    text: () => Buffer.concat(chunks).toString('utf8'),
    content: () => Buffer.concat(chunks),
    bytes: () => bytes,
  };
}
