/** Pairs of signs that a search compares, as the words they were cut from (pure): `工单`, `单打`, `打印` are `工单打印`; other words stay as they are. */
export function joinedWords(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    const [first = '', ...rest] = word;
    if (last !== undefined && /^\p{Script=Han}{2}$/u.test(word) && last.endsWith(first))
      joined[joined.length - 1] = last + rest.join('');
    else joined.push(word);
  }
  return joined;
}
