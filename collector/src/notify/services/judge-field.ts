import type { SendResult } from '../../model/index.ts';
import type { ServiceAnswer } from './exchange.ts';
import { judgeCode, judgeStatus, judgeUnreadable } from './judge-answer.ts';

/** How an attempt ended where one field of the answer says it, whatever the status is. */
export async function judgeField(
  answer: ServiceAnswer,
  { field, is }: { field: string; is: string },
): Promise<SendResult> {
  const byStatus = judgeStatus(answer);
  if (byStatus.outcome !== 'delivered') return byStatus;
  const found = valueAt(await answer.json(), field.split('.'));
  if (found === undefined) return judgeUnreadable(answer);
  return found === is
    ? { outcome: 'delivered', detail: byStatus.detail }
    : judgeCode(found, undefined, answer);
}

function valueAt(value: unknown, [name, ...deeper]: readonly string[]): string | undefined {
  if (name === undefined)
    return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return valueAt((value as Record<string, unknown>)[name], deeper);
}
