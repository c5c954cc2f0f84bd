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
/** What a password of the list is worth in a longer one: two of them are guessed soon, three that have nothing to do with each other are not. */
const LISTED = 1.5;
const YEAR = /^(?:19|20)\d\d$/;

/** What a password is held against. */
export interface PasswordFacts {
  /** Names and addresses of whose it is. */
  own: readonly string[];
  /** Those that stand in lists of stolen ones, in lower case. */
  common: ReadonlySet<string>;
}

/** Why a password is not taken: `short`, `long`, `known` (made of what stands in lists of stolen ones), `about-you`. Undefined when it is good (pure). */
export function decidePassword(
  password: string,
  { own, common }: PasswordFacts,
): 'short' | 'long' | 'known' | 'about-you' | undefined {
  const signs = Array.from(password.normalize('NFKC'));
  if (signs.length < PASSWORD_SIGNS.least) return 'short';
  if (signs.length > PASSWORD_SIGNS.most) return 'long';
  const text = signs.join('').toLowerCase();
  const words = own
    .flatMap((one) => one.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 3);
  const rest = restOf(text, { own: new Set(words), common });
  if (rest >= LEAST_OWN) return undefined;
  return restOf(text, { own: new Set(), common }) > rest ? 'about-you' : 'known';
}

interface Words {
  own: ReadonlySet<string>;
  common: ReadonlySet<string>;
}

/** Letters left when known words, digits and signs, repetitions and rows are taken out, in the reading that leaves fewest. */
function restOf(text: string, words: Words): number {
  const folded = Array.from(text, (sign) => LETTERS[sign] ?? sign).join('');
  if (words.common.has(text) || words.common.has(folded)) return 0;
  return Math.min(leftIn(text, words), leftIn(folded, words));
}

function leftIn(text: string, { own, common }: Words): number {
  const signs = Array.from(text);
  const least = Array.from({ length: signs.length + 1 }, () => 0);
  for (let at = signs.length - 1; at >= 0; at--) {
    let best = costOf(signs, at) + (least[at + 1] ?? 0);
    for (let length = 2; length <= LONGEST_WORD && at + length <= signs.length; length++) {
      const word = signs.slice(at, at + length).join('');
      const rest = least[at + length] ?? 0;
      if (weakWords.has(word) || own.has(word)) best = Math.min(best, rest);
      else if (common.has(word)) best = Math.min(best, LISTED + rest);
      else if (YEAR.test(word)) best = Math.min(best, 0.5 + rest);
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
