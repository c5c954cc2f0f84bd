import type { PolicyPreview } from '@watchcase/api';
import { presets, presetTerms, previewPolicy } from '@watchcase/sla';
import { UserError } from '@watchcase/runtime';

/** When what would be due by a policy that comes with Watchcase, its newest version; `calendar`: the contract's, of those that come with it. Errors: POLICY_UNKNOWN. */
export function previewPreset(id: string, at: number, calendar: string | undefined): PolicyPreview {
  const name = Object.keys(presets).findLast((one) => one.startsWith(`${id}@`));
  const terms = name === undefined ? undefined : presetTerms(name, calendar);
  if (terms === undefined)
    throw new UserError({
      code: 'POLICY_UNKNOWN',
      place: `policy ${id}`,
      message:
        calendar === undefined
          ? 'there is no such policy'
          : `there is no such policy, or no calendar ${calendar}`,
      fix: 'name one such as standard, local-gold, business-hours or basic; a calendar such as cn or de',
    });
  return {
    policy: terms.name,
    at: iso(at),
    promises: previewPolicy(terms, at).map(({ words, isOutside, dueAt, warnings, ...promise }) => ({
      ...promise,
      promise: words,
      isOutsideHours: isOutside,
      due: iso(dueAt),
      warnings: warnings.map((warning) => ({ percent: warning.percent, at: iso(warning.at) })),
    })),
  };
}

function iso(ms: number): string {
  return new Date(Math.round(ms)).toISOString();
}
