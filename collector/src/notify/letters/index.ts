export type { LetterNeeds } from './compose-letter.ts';
export { isLetter, LETTERS } from './is-letter.ts';
export { createLetters, type Letters } from './letters.ts';
export { planLetters } from './plan-letters.ts';
export type { Contact } from './readers.ts';
