/** What was promised: minutes, at all hours. Chosen so that their halves and quarters fall on no step of a chain. */
export const PROMISES: Readonly<Record<string, number>> = {
  'respond critical': 16,
  'respond major': 34,
  'respond minor': 62,
  'update critical': 44,
};
