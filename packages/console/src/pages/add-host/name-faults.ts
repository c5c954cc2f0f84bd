import { isId, isName, LONGEST_NAME } from '@watchcase/api';
import { texts } from '../../texts/index.ts';

/** What is wrong with a name as it was typed, in the reader's words; nothing typed is no fault. */
export function nameFault(typed: string): string | undefined {
  const { names } = texts.value;
  const name = typed.trim();
  if (name === '') return undefined;
  if (name.length > LONGEST_NAME) return names.tooLong(LONGEST_NAME);
  return isName(name) ? undefined : names.noLetter;
}

/** The same of an id. */
export function idFault(typed: string): string | undefined {
  return typed.trim() === '' || isId(typed.trim()) ? undefined : texts.value.names.badId;
}

/** What was typed, as a part of a request; nothing when nothing was. */
export function given<K extends string>(key: K, typed: string): Partial<Record<K, string>> {
  return typed.trim() === '' ? {} : ({ [key]: typed.trim() } as Partial<Record<K, string>>);
}
