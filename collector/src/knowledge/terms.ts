/** Scripts that are written without spaces between words. */
const RUN = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}]';
const PIECES = new RegExp(`(?<run>${RUN}+)|(?<word>(?:(?!${RUN})[\\p{L}\\p{N}])+)`, 'gu');

/** A piece of text: a run of characters without spaces, or a word. */
interface Piece {
  isRun: boolean;
  text: string;
}

function piecesOf(text: string): Piece[] {
  return [...text.normalize('NFKC').toLowerCase().matchAll(PIECES)].map(({ groups }) => ({
    isRun: groups?.['run'] !== undefined,
    text: groups?.['run'] ?? groups?.['word'] ?? '',
  }));
}

/** The pairs of neighbours of a run, and its last character: 磁盘空间 → 磁盘 盘空 空间 间. */
function gramsOf(run: string): string[] {
  const characters = Array.from(run);
  return characters.map((one, at) => `${one}${characters[at + 1] ?? ''}`);
}

/** What a text can be found by, in its order (pure): letters without case, compatible forms as one; letters and digits only, so that every database reads it alike. */
export function termsOf(text: string): string[] {
  return piecesOf(text).flatMap(({ isRun, text: piece }) => (isRun ? gramsOf(piece) : [piece]));
}

/** Terms that stand side by side, the last of which may be the beginning of one. */
export interface Phrase {
  terms: string[];
  isBeginning: boolean;
}

/** What must all be found for a question (pure). Of a run its pairs side by side; one character, and the last word, are beginnings. */
export function phrasesOf(question: string): Phrase[] {
  const pieces = piecesOf(question);
  return pieces.map(({ isRun, text }, at) => {
    if (!isRun) return { terms: [text], isBeginning: at === pieces.length - 1 };
    const grams = gramsOf(text);
    return grams.length === 1
      ? { terms: grams, isBeginning: true }
      : { terms: grams.slice(0, -1), isBeginning: false };
  });
}

/** Words that say nothing about a fault. */
const EMPTY = new Set(
  'a an and are at for from has in is it no not of on or than the to was with'.split(' '),
);
/** Of a title no more are compared. */
const MOST_TELLING = 40;

/** The terms of a case's title that say what the fault is, each once (pure). */
export function tellingTerms(text: string): string[] {
  return [...new Set(termsOf(text))]
    .filter((term) => Array.from(term).length > 1 && !EMPTY.has(term))
    .slice(0, MOST_TELLING);
}
