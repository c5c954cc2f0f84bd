import { computed } from '@preact/signals';
import type { Fault } from '../api/fault.ts';
import { language } from '../state/language.ts';
import { en } from './en/index.ts';
import { zhCn } from './zh-cn/index.ts';

export type Texts = typeof en;

/** All texts in the reader's language. */
export const texts = computed<Texts>(() => (language.value === 'zh-CN' ? zhCn : en));

/** Several in one line: `Lin, Zhao`. */
export function listed(several: readonly string[]): string {
  return several.join(texts.value.shell.and);
}

/** What something is, and which: `New: Customer`. */
export function labelled(what: string, which: string): string {
  return what + texts.value.shell.colon + which;
}

/** A fault in the reader's words; the server's own for a code the console does not know. */
export function faultText(fault: Fault): string {
  return (
    texts.value.faults[fault.code] ?? [fault.title, fault.detail].filter((part) => part !== '').join('. ')
  );
}
