import type { HostSquare } from '@watchcase/api';

/** How a square of the map looks, the worst first. */
export const squareKinds = [
  'critical',
  'major',
  'minor',
  'advisory',
  'offline',
  'unknown',
  'never',
  'well',
] as const;
export type SquareKind = (typeof squareKinds)[number];

/** What stands in a square, for those who do not see its colour. */
export const squareSigns: Readonly<Record<SquareKind, string>> = {
  critical: '‼',
  major: '!',
  minor: '–',
  advisory: 'i',
  offline: '×',
  unknown: '?',
  never: '·',
  well: '',
};

/** A host's square (pure): its worst case, or else whether it is there. */
export function squareOf({ presence, severity }: Pick<HostSquare, 'presence' | 'severity'>): SquareKind {
  if (severity !== null) return severity;
  return presence === 'online' ? 'well' : presence;
}
