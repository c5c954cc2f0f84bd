/** What stands for nothing in a name: controls, and marks that show nothing; the joiners of some scripts and of emoji stay. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const JOINERS = /[\u200c\u200d]/gu;
const ENDS = /^[\s\u200c\u200d]+|[\s\u200c\u200d]+$/gu;

/** A name as people can read and tell it: on one line, without what shows nothing, without spaces at its ends. Empty when nothing of it is visible. */
export function nameText(value: string): string {
  const visible = value.replace(INVISIBLE, (mark) =>
    /\s/u.test(mark) ? ' ' : (mark.match(JOINERS)?.[0] ?? ''),
  );
  return visible.replace(ENDS, '');
}
