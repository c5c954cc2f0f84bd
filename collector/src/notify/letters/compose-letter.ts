import { createHash } from 'node:crypto';
import { isUnresolved, type Language, lineForCustomer, titleOf } from '@watchcase/api';
import { localTime, safeLine } from '@watchcase/runtime';
import type { LetterReason } from '../../model/index.ts';
import type { Store } from '../../store/index.ts';
import type { Mail } from '../channels/email/index.ts';
import type { PageRow } from '../due-pages.ts';
import { respondDue } from '../respond-due.ts';
import { letterTexts } from './letter-texts.ts';
import { eventOfKey } from './plan-letters.ts';

/** What a mail to a customer needs besides the store. */
export interface LetterNeeds {
  /** What stands in the subject of mail about a case: `[C-12:0123456789ab]`. */
  tag(caseId: number): string;
  /** A link by which they confirm and rate the case. */
  link(caseId: number, address: string, since: number): string;
  /** Of whoever has this address, as far as they are known. */
  languageOf(customerId: string, address: string): Promise<Language | undefined>;
  /** Time zone of a customer. */
  zoneOf(customerId: string): Promise<string>;
  /** Where answers go; undefined where nobody would read them. */
  replyTo: string | undefined;
  /** Domain of the names of our mails. */
  domain: string;
}

/** Why a mail is not to be sent any more. */
export interface NotWanted {
  withdrawn: string;
}

/** The mail that a row of the queue stands for, as the case is now: what is in it is what the customer may read of the case, and nothing else. */
export async function composeLetter(
  db: Store['db'],
  row: PageRow,
  needs: LetterNeeds,
): Promise<Mail | NotWanted> {
  const it = await db.selectFrom('cases').selectAll().where('id', '=', row.case_id).executeTakeFirstOrThrow();
  const reason = row.reason as LetterReason;
  if (reason === 'customer-resolved' && isUnresolved(it.state))
    return { withdrawn: 'the case is open again' };
  if (reason === 'customer-answered' && !isUnresolved(it.state))
    return { withdrawn: `the case is ${it.state}` };
  const lines = await readLines(db, row.case_id);
  const event = lines.find(({ seq }) => seq === eventOfKey(row.key));
  const shown = event === undefined ? undefined : lineForCustomer(event);
  if (event === undefined || shown === undefined) return { withdrawn: 'it is not for the customer' };
  const known = await needs.languageOf(it.customer_id, row.person);
  const language = known ?? (/\p{Script=Han}/u.test(it.title) ? 'zh-CN' : 'en');
  const title = safeLine(titleOf(it.title, it.title_zh)[language]);
  const respond =
    reason === 'customer-received' ? await respondBy(db, row.case_id, needs, it.customer_id) : '';
  const solution = shown.data['solution'];
  const words = wordsOf(reason, language, {
    number: `C-${row.case_id}`,
    title,
    who: safeLine(event.actor),
    text: shown.text,
    respond,
    solution: typeof solution === 'string' ? solution : '',
    link: needs.link(row.case_id, row.person, event.time),
  });
  return {
    to: row.person,
    subject: `${needs.tag(row.case_id)} ${title}`,
    lines: [...words, ...(needs.replyTo === undefined ? [] : [letterTexts[language].reply])],
    ...threadOf(row, lines, needs),
    submitted: reason === 'customer-received' ? 'auto-replied' : 'auto-generated',
    ...(needs.replyTo === undefined ? {} : { replyTo: needs.replyTo }),
  };
}

interface Words {
  number: string;
  title: string;
  who: string;
  text: string;
  respond: string;
  solution: string;
  link: string;
}

function wordsOf(reason: LetterReason, language: Language, it: Words): string[] {
  const say = letterTexts[language];
  const { number, title, who, text, respond, solution, link } = it;
  switch (reason) {
    case 'customer-received':
      return [say.received(number, title), ...(respond === '' ? [] : [say.respondBy(respond)])];
    case 'customer-answered':
      return [say.answered(who, number, title)];
    case 'customer-note':
      return [say.wrote(who, number, title), text];
    default:
      return [
        say.resolved(number, title),
        ...(solution === '' ? [] : [say.solution(solution)]),
        say.confirm,
        link,
      ];
  }
}

async function respondBy(
  db: Store['db'],
  caseId: number,
  { zoneOf }: Pick<LetterNeeds, 'zoneOf'>,
  customerId: string,
): Promise<string> {
  const due = await respondDue(db, caseId);
  if (due === undefined) return '';
  return localTime(new Date(due).toISOString(), await zoneOf(customerId));
}

/** Every attempt of a mail has one name, and all of a case belong to one conversation, with the customer's own mails in it. */
function threadOf(
  row: PageRow,
  lines: readonly { data: Readonly<Record<string, unknown>> }[],
  { tag, domain }: Pick<LetterNeeds, 'tag' | 'domain'>,
): Pick<Mail, 'messageId' | 'references' | 'inReplyTo'> {
  const name = tag(row.case_id).replaceAll(/[[\]]/g, '').replace('C-', 'case-').replace(':', '.');
  const own = createHash('sha256').update(row.key).digest('hex').slice(0, 16);
  const theirs = lines.flatMap(({ data }) => (typeof data['mailId'] === 'string' ? data['mailId'] : []));
  const root = `<${name}@${domain}>`;
  return {
    messageId: `<${name}.${own}@${domain}>`,
    references: [root, ...theirs.slice(-10)],
    inReplyTo: theirs.at(-1) ?? root,
  };
}

async function readLines(db: Store['db'], caseId: number) {
  const rows = await db
    .selectFrom('case_events')
    .select(['seq', 'time', 'kind', 'actor', 'text', 'data'])
    .where('case_id', '=', caseId)
    .where('kind', 'in', ['opened', 'acknowledged', 'note', 'resolved'])
    .orderBy('seq')
    .execute();
  return rows.map((line) => ({ ...line, data: JSON.parse(line.data) as Record<string, unknown> }));
}
