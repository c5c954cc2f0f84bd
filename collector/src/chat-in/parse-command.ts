/** What somebody asks for by chat. */
export type Command =
  | { act: 'acknowledge'; caseId?: number }
  | { act: 'note'; caseId?: number; text: string }
  | { act: 'give'; caseId?: number; to: string }
  | { act: 'status'; caseId?: number }
  | { act: 'help' };

/** Words of each command, in both languages; those that begin with another one stand before it. */
const words = {
  acknowledge: ['acknowledge', 'ack', '确认接手', '接手', '确认'],
  note: ['note', '备注'],
  give: ['give to', 'give', 'hand to', '转交给', '转交', '转给'],
  status: ['status', '状态'],
  help: ['help', 'start', '帮助', '?', '？'],
} as const;

const CASE = String.raw`(?:case\s+|故障单\s*)?c-(\d{1,12})(?!\d)`;
/** A number before the command, and one behind it. */
const BEFORE = new RegExp(String.raw`^${CASE}[\s,:，：]*`, 'iu');
const BEHIND = new RegExp(String.raw`^[\s,:，：]*${CASE}[\s,:，：]*`, 'iu');

/**
 * Reads words as a command (pure): `ack`, `C-12 ack`, `note C-12 the disk is full`, `转给 赵`; `/ack@bot` of Telegram too. The case is the number beside the
 * command and no other one: a note may speak of any. Undefined for what is none.
 */
export function parseCommand(text: string): Command | undefined {
  const plain = text.trim().replace(/^\//, '');
  const before = BEFORE.exec(plain);
  const rest = before === null ? plain : plain.slice(before[0].length).replace(/^\//, '');
  const found = commandIn(rest);
  if (found === undefined) return undefined;
  const behind = BEHIND.exec(found.rest);
  const said = (behind === null ? found.rest : found.rest.slice(behind[0].length)).replace(
    /^[\s,:，：]+/u,
    '',
  );
  const number = before?.[1] ?? behind?.[1];
  const caseId = number === undefined ? {} : { caseId: Number(number) };
  return commandOf(found.act, said.trim(), caseId);
}

function commandIn(text: string): { act: Command['act']; rest: string } | undefined {
  const small = text.toLowerCase();
  for (const [act, names] of Object.entries(words))
    for (const name of names) {
      if (!small.startsWith(name)) continue;
      const rest = text.slice(name.length).replace(/^@\w+/, '');
      // A word of letters ends where another sign begins; Chinese is written without blanks.
      if (/^[a-z]/.test(name) && /^[\p{L}\p{N}_-]/u.test(rest)) continue;
      return { act: act as Command['act'], rest };
    }
  return undefined;
}

/** A command that lacks what it needs is none, and one that has too much (`ack is what I typed`) is talk. */
function commandOf(act: Command['act'], said: string, caseId: { caseId?: number }): Command | undefined {
  if (act === 'help') return said === '' ? { act } : undefined;
  if (act === 'note') return said === '' ? undefined : { act, ...caseId, text: said };
  if (act === 'give') {
    const to = said.replace(/^@/, '');
    return to === '' ? undefined : { act, ...caseId, to };
  }
  return /^[\s.!。！]*$/u.test(said) ? { act, ...caseId } : undefined;
}

/** Cases that a text names, each once, in the order of their coming. */
export function casesNamedIn(text: string): number[] {
  const numbers = [...text.matchAll(/(?<![\w-])c-(\d{1,12})(?![\w-])/giu)].map(([, digits]) =>
    Number(digits),
  );
  return [...new Set(numbers)];
}
