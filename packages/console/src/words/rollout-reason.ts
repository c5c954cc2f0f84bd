/** The sentences that decide a roll-out's way, and who stopped it, in the reader's language. */
export interface ReasonWords {
  reasons: Readonly<Record<string, string>>;
  asked(count: number): string;
  stoppedBy(name: string): string;
  /** What is so, and why or how. */
  because(what: string, why: string): string;
  further(said: string, more: string): string;
}

/**
 * Why a roll-out stands as it does, as the collector says it: `BECAUSE`, `BECAUSE: N asked`, `HOST[ and N more]: BECAUSE[: CODE sentence]` or `stopped by NAME`. What is of no
 * form known here stays as it is: newer collectors have more to say. `codeText` says what a code means.
 */
export function rolloutReason(
  reason: string,
  words: ReasonWords,
  codeText: (code: string) => string,
): string {
  const by = /^stopped by (?<name>.+)$/s.exec(reason)?.groups?.['name'];
  if (by !== undefined) return words.stoppedBy(by);
  const [first = '', second = '', ...rest] = reason.split(': ');
  const known = words.reasons[first];
  if (known !== undefined) {
    const count = /^(?<count>\d+) asked$/.exec(second)?.groups?.['count'];
    return count === undefined ? known : words.because(known, words.asked(Number(count)));
  }
  const why = words.reasons[second];
  if (why === undefined) return reason;
  const code = /^[A-Z][A-Z_]+/.exec(rest.join(': '))?.[0];
  const said = words.because(first.replace(/ and (\d+) more$/, ' + $1'), why);
  return code === undefined ? said : words.further(said, codeText(code));
}
