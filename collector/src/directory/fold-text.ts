/** A text as searches compare it (pure): letters without case, compatible forms as one, in any language and the same over every database. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
