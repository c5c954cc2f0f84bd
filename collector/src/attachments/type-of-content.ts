/** What a file begins with, by its type; `?` stands for any byte. */
const signatures: readonly { type: string; bytes: readonly (number | null)[] }[] = [
  { type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', bytes: [0x47, 0x49, 0x46, 0x38] },
  { type: 'image/webp', bytes: [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50] },
  { type: 'application/pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { type: 'application/zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { type: 'application/gzip', bytes: [0x1f, 0x8b] },
];

/**
 * The type of a file by its content, whatever its name says (pure). What is text is plain text, HTML and SVG included: a browser shall show no page that somebody
 * attached. What is nothing known is a heap of bytes.
 */
export function typeOfContent(data: Uint8Array): string {
  for (const { type, bytes } of signatures)
    if (bytes.every((byte, at) => byte === null || data[at] === byte)) return type;
  return isText(data) ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}

function isText(data: Uint8Array): boolean {
  if (data.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(data);
    return true;
  } catch {
    return false;
  }
}
