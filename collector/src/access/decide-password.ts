import { weakWords } from './weak-words.ts';

/** Fewest and most signs. */
export const PASSWORD_SIGNS = { least: 10, most: 200 };

/** Signs that stand for a letter. */
const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
const LONGEST_WORD = 20;
/** Fewest signs that are no part of a known word, row or repetition. */
const LEAST_OWN = 4;

/** Why a password is not taken: `short`, `long`, `known` (made of what stands in lists of stolen ones), `about-you`. Undefined when it is good (pure). */
export function decidePassword(
  password: string,
  own: readonly string[],
): 'short' | 'long' | 'known' | 'about-you' | undefined {
  const signs = Array.from(password.normalize('NFKC'));
  if (signs.length < PASSWORD_SIGNS.least) return 'short';
  if (signs.length > PASSWORD_SIGNS.most) return 'long';
  const text = signs.join('').toLowerCase();
  const words = own
    .flatMap((one) => one.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 3);
  if (restOf(text, new Set()) < LEAST_OWN) return 'known';
  return restOf(text, new Set(words)) < LEAST_OWN ? 'about-you' : undefined;
}

/** Letters left when known words, digits and signs, repetitions and rows are taken out, in the reading that leaves fewest. */
function restOf(text: string, more: ReadonlySet<string>): number {
  const folded = Array.from(text, (sign) => LETTERS[sign] ?? sign).join('');
  return Math.min(leftIn(text, more), leftIn(folded, more));
}

function leftIn(text: string, more: ReadonlySet<string>): number {
  const signs = Array.from(text);
  const least = Array.from({ length: signs.length + 1 }, () => 0);
  for (let at = signs.length - 1; at >= 0; at--) {
    let best = costOf(signs, at) + (least[at + 1] ?? 0);
    for (let length = 2; length <= LONGEST_WORD && at + length <= signs.length; length++) {
      const word = signs.slice(at, at + length).join('');
      if (weakWords.has(word) || more.has(word)) best = Math.min(best, least[at + length] ?? 0);
    }
    least[at] = best;
  }
  return least[0] ?? 0;
}

/** A sign that repeats the one before it, follows it in a row, or is one of four running digits, is nobody's own. */
function costOf(signs: readonly string[], at: number): 0 | 1 | 0.5 {
  const sign = signs[at] ?? '';
  const before = signs[at - 1];
  if (before !== undefined) {
    const step = (sign.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0);
    if (step === 0 || Math.abs(step) === 1) return 0;
  }
  if (/\p{L}/u.test(sign)) return 1;
  return 0.5;
}
