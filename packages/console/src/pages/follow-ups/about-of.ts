import { type FollowUp, parsePeriod } from '@watchcase/api';
import { language } from '../../state/language.ts';
import { periodText } from '../../words/period-text.ts';

/** What a call is about: its case, or its contract and month. */
export function aboutOf({ case: after, contract }: FollowUp): string {
  if (after !== null) return `${after.number} ${after.title}`;
  const month = parsePeriod(contract?.month ?? '');
  return `${contract?.name ?? ''} · ${month === undefined ? '' : periodText(month, language.value)}`;
}
