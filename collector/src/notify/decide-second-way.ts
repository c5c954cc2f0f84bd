import type { Severity } from '@watchcase/api';
import type { PersonalWay, Roster } from './roster.ts';

/** A page of a case that somebody was to get. */
export interface EarlierPage {
  person: string;
  channel: string;
  /** Not only queued or tried: somebody has it. */
  isDelivered: boolean;
}

/** Whom to ask, and by which of their ways. */
export interface SecondWay {
  person: string;
  way: PersonalWay;
}

/**
 * By which ways people are asked when the first have led to nothing (pure): whoever is paged for this severity, by channels other than those by which pages of the case
 * did not arrive. Where there is no other way, and where nobody is paged for it, everybody on the config's duty by all of theirs.
 */
export function decideSecondWay(
  roster: Roster,
  { severity, at }: { severity: Severity; at: number },
  earlier: readonly EarlierPage[],
): SecondWay[] {
  const failed = new Set(earlier.filter(({ isDelivered }) => !isDelivered).map(({ channel }) => channel));
  const all = roster.duty.flatMap(({ name, severities }) => {
    const person = roster.find(name);
    if (person === undefined) return [];
    return roster
      .waysOf(person.id, { severity, reason: 'forgotten', at })
      .map((way) => ({ person: person.id, way, isTheirs: severities.includes(severity) }));
  });
  const theirs = all.filter(({ isTheirs, way }) => isTheirs && !failed.has(way.channel));
  return (theirs.length > 0 ? theirs : all).map(({ person, way }) => ({ person, way }));
}
