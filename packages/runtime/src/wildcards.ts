/**
 * True when a pattern names the whole text: `*` stands for any characters, also none, `?` for one, everything else for itself. Takes as many steps as the text has
 * characters times those of the pattern at most, whatever both are: a regular expression with several `.*` takes their power.
 */
export function matchesWildcards(pattern: string, text: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text;
  const wanted = Array.from(pattern);
  const found = Array.from(text);
  let [at, here] = [0, 0];
  /** Behind the last `*` in the pattern, and how far it reaches in the text so far: a `*` before it never needs to reach further. */
  let [star, reach] = [-1, 0];
  while (here < found.length) {
    if (at < wanted.length && wanted[at] !== '*' && (wanted[at] === '?' || wanted[at] === found[here])) {
      at++;
      here++;
    } else if (wanted[at] === '*') {
      star = ++at;
      reach = here;
    } else if (star >= 0) {
      at = star;
      here = ++reach;
    } else return false;
  }
  while (wanted[at] === '*') at++;
  return at === wanted.length;
}
