import { matchesWildcards } from '@watchcase/runtime/light';

/**
 * Builds the test whether a name in a folder is what a pattern with `*` and `?` means; everything else in it stands for itself. A name is the bytes that the
 * file system has: where they are no UTF-8 (Latin-1 from an old share), `?` is one byte. A name that begins with a dot is found only by a pattern that does.
 */
export function namePattern(pattern: string): (name: Buffer) => boolean {
  const isForHidden = !/^[*?]/.test(pattern);
  const byBytes = Buffer.from(pattern).toString('latin1');
  const test = (wanted: string, text: string) =>
    (isForHidden || !text.startsWith('.')) && matchesWildcards(wanted, text);
  return (name) => {
    const text = name.toString('utf8');
    return test(pattern, text) || (text.includes('\ufffd') && test(byBytes, name.toString('latin1')));
  };
}
