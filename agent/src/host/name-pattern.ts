/**
 * Builds the test whether a name in a folder is what a pattern with `*` and `?` means; everything else in it stands for itself. A name is the bytes that the
 * file system has: where they are no UTF-8 (Latin-1 from an old share), `?` is one byte. A name that begins with a dot is found only by a pattern that does.
 */
export function namePattern(pattern: string): (name: Buffer) => boolean {
  const whole = regularOf(pattern);
  let byBytes: RegExp | undefined;
  return (name) => {
    const text = name.toString('utf8');
    if (!text.includes('\ufffd')) return whole.test(text);
    byBytes ??= regularOf(Buffer.from(pattern).toString('latin1'));
    return whole.test(text) || byBytes.test(name.toString('latin1'));
  };
}

function regularOf(pattern: string): RegExp {
  const parts = pattern.replaceAll(/\*+/g, '*').match(/[*?]|[^*?]+/g) ?? [];
  const source = parts.map((part) => (part === '*' ? '.*' : part === '?' ? '.' : escaped(part))).join('');
  return new RegExp(`^${/^[*?]/.test(pattern) ? '(?!\\.)' : ''}${source}$`, 'su');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
