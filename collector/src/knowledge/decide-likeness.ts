import type { Like } from '@watchcase/api';

/** What one case, or an article, is known by. */
export interface Known {
  rule: string | null;
  /** Null where it is about none. */
  hostId: string | null;
  customerId: string | null;
  category: string;
  terms: ReadonlySet<string>;
}

/** Something earlier that has a solution. */
export interface Earlier
  extends Known,
    Pick<Like, 'kind' | 'id' | 'title' | 'titles' | 'cause' | 'solution'> {
  /** How far it is trusted: of an article by whether it was reviewed and how often it helped. */
  trust: number;
}

const MOST = 5;
const MOST_WORDS = 10;
/** What the reasons weigh. Neither customer nor category alone says that two faults are alike. */
const WEIGHTS = { 'same-rule': 5, 'same-host': 3, 'same-customer': 1, 'same-category': 1, words: 5 } as const;
/** Of the case's words so many must be shared to count as a reason. */
const ENOUGH_SHARED = 0.3;

/** The best of what was earlier (pure), the likest first, of equals the newest; each with why. */
export function decideLikeness(subject: Known, earlier: readonly Earlier[]): Like[] {
  return earlier
    .map((one) => ({ one, ...judge(subject, one) }))
    .filter(({ why }) => why.includes('same-rule') || why.includes('words'))
    .sort((a, b) => b.score - a.score || b.one.id - a.one.id)
    .slice(0, MOST)
    .map(({ one: { kind, id, title, titles, cause, solution }, why, words }) => ({
      kind,
      id,
      title,
      titles,
      cause,
      solution,
      why,
      words: words.slice(0, MOST_WORDS),
    }));
}

function judge(subject: Known, one: Earlier): { score: number; why: Like['why']; words: string[] } {
  const words = [...subject.terms].filter((term) => one.terms.has(term));
  const share = subject.terms.size === 0 ? 0 : words.length / subject.terms.size;
  const why: Like['why'] = [];
  if (subject.rule !== null && subject.rule === one.rule) why.push('same-rule');
  if (subject.hostId !== null && subject.hostId === one.hostId) why.push('same-host');
  if (subject.customerId !== null && subject.customerId === one.customerId) why.push('same-customer');
  if (subject.category === one.category) why.push('same-category');
  if (share >= ENOUGH_SHARED) why.push('words');
  const score = why.reduce(
    (sum, reason) => sum + WEIGHTS[reason] * (reason === 'words' ? share : 1),
    one.trust,
  );
  return { score, why, words };
}
