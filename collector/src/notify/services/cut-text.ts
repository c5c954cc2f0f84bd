/** A text in at most `most` characters, as a person counts them; `…` says that there was more (pure). */
export function cutText(text: string, most: number): string {
  const points = Array.from(text);
  return points.length <= most ? text : `${points.slice(0, Math.max(0, most - 1)).join('')}…`;
}
