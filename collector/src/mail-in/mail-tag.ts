import { createHmac } from 'node:crypto';

/** Letters of a tag: a guess is right once in 2^48 tries. */
const LETTERS = 12;

/** What stands in the subject of mail about a case, `[C-12:0123456789ab]`: an answer with it joins the case. */
export function mailTag(secret: string, caseId: number): string {
  return `[C-${caseId}:${signature(secret, caseId)}]`;
}

/** The case whose tag, or whose Message-ID, stands in a text; undefined where there is none, or a made-up one. */
export function taggedCase(secret: string, text: string): number | undefined {
  for (const [, number = '', signed] of text.matchAll(/\b(?:C|case)-(\d{1,15})[:.]([0-9a-f]{12})\b/gi))
    if (signature(secret, Number(number)) === signed?.toLowerCase()) return Number(number);
  return undefined;
}

function signature(secret: string, caseId: number): string {
  return createHmac('sha256', secret).update(`mail ${caseId}`).digest('hex').slice(0, LETTERS);
}
