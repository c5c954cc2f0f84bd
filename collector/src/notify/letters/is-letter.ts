import type { LetterReason } from '../../model/index.ts';

/** Under this name the queue has mails to customers; no channel of the config is called so. */
export const LETTERS = 'mail to customers';

/** True of a reason for which customers are written to. */
export function isLetter(reason: string): reason is LetterReason {
  return reason.startsWith('customer-');
}
