import { type Account, noteBodySchema } from '@watchcase/api';
import { BoundedMap, type Clock, isUserError, type Log, UserError } from '@watchcase/runtime';
import type { CaseAction } from '../model/index.ts';
import { may } from '../access/index.ts';
import type { Answer, Said } from './contract.ts';
import { type ChatPerson, decideKnown, decideStanding, type Standing } from './decide-known.ts';
import { decideCase } from './decide-case.ts';
import { casesNamedIn, type Command, parseCommand } from './parse-command.ts';
import type { CaseFacts } from './read-cases.ts';
import { answers, refusalText, statusLines } from './texts.ts';
import type { ReplyWay } from './config.ts';

/** What answering needs of the rest of the house. */
export interface SaidNeeds {
  /** Everybody who may be known. */
  people(): Promise<readonly ChatPerson[]>;
  accounts(): Promise<readonly Account[]>;
  /** Whom a case can be handed on to, by name or id; undefined for nobody. */
  onDuty(nameOrId: string): Promise<string | undefined>;
  cases: CaseFacts;
  act(caseId: number, action: CaseAction): Promise<void>;
  clock: Clock;
  log: Log;
}

/** Somebody who is known, and what they may. */
interface Asker {
  person: ChatPerson;
  standing: Standing;
}

/** What one person may say in a minute. */
const MOST_A_MINUTE = 20;
const MINUTE_MS = 60_000;
/** Of so many it is known how much they said; who was quiet longest is forgotten first. */
const MOST_SPEAKERS = 10_000;

/**
 * Does what somebody asks for by chat, and gives what is answered. Acts go under the key of what was said, so that the same
 * said again does nothing twice. Rejects when the store is away: it is to be said again.
 */
export function createTakeSaid(needs: SaidNeeds) {
  const spoken = new BoundedMap<string, number[]>(MOST_SPEAKERS);

  function speaksTooMuch(key: string): boolean {
    const now = needs.clock.now();
    const recent = (spoken.get(key) ?? []).filter((at) => at > now - MINUTE_MS);
    if (recent.length < MOST_A_MINUTE) recent.push(now);
    else return true;
    spoken.set(key, recent);
    return false;
  }

  return async (way: ReplyWay, said: Said, signal: AbortSignal): Promise<Answer> => {
    const command = parseCommand(said.text);
    const { name } = way.service;
    const person = decideKnown(name, said.user, await needs.people());
    if (speaksTooMuch(`${way.name} ${said.user}`)) return refusal('CHAT_TOO_MANY', person);
    if (person === undefined) {
      needs.log.warn({ code: 'CHAT_USER_UNKNOWN', service: name, user: said.user }, 'nobody is known by it');
      const { text } = refusal('CHAT_USER_UNKNOWN', person);
      return { text: `${text}\n${name}: ${said.user}`, isDone: false };
    }
    const { language } = person;
    const help = answers[language].help.join('\n');
    if (command?.act === 'help') return { text: help, isDone: true };
    if (command === undefined)
      return { text: `${refusalText('CHAT_COMMAND_UNKNOWN', language)}\n${help}`, isDone: false };
    try {
      const standing = decideStanding(person, await needs.accounts());
      if (standing === undefined) throw refused('NOT_ALLOWED', person.name);
      const done = { asker: { person, standing }, said, key: `chat ${way.name} ${said.id}`, signal };
      return { text: await carryOut(needs, command, done), isDone: true };
    } catch (error) {
      if (!isUserError(error) || error.code === 'STORE_UNAVAILABLE') throw error;
      const more = error.faults[0]?.fix;
      const { text } = refusal(error.code, person);
      const among = error.code === 'CHAT_CASE_UNCLEAR' && more !== undefined ? `\n${more}` : '';
      return { text: `${text}${among}`, isDone: false };
    }
  };
}

/** In the reader's language; in both for who is not known. */
function refusal(code: string, person: ChatPerson | undefined): Answer {
  const languages = person === undefined ? (['en', 'zh-CN'] as const) : [person.language];
  return { text: languages.map((language) => refusalText(code, language)).join('\n'), isDone: false };
}

function refused(code: string, place: string, fix?: string): UserError {
  const message = 'this is not possible by chat as things stand';
  return new UserError(fix === undefined ? { code, place, message } : { code, place, message, fix });
}

interface Doing {
  asker: Asker;
  said: Said;
  /** Names what was said, for acts. */
  key: string;
  signal: AbortSignal;
}

type CaseCommand = Exclude<Command, { act: 'help' }>;

const rightsOf = {
  acknowledge: 'cases.handle',
  note: 'cases.take-part',
  give: 'cases.handle',
  status: 'desk.read',
} as const;

async function carryOut(needs: SaidNeeds, command: CaseCommand, doing: Doing): Promise<string> {
  const { person, standing } = doing.asker;
  const who = { ...standing, scope: null };
  const right = rightsOf[command.act];
  if (!may(who, right).ok) throw refused('NOT_ALLOWED', person.name);
  const caseId = await caseMeant(needs, command, doing);
  const subject = await needs.cases.subjectOf(caseId);
  if (subject === undefined || !may(who, right, subject).ok)
    throw refused('CASE_NOT_FOUND', `case ${caseId}`);
  const by = { kind: 'account' as const, id: standing.id, name: person.name, role: standing.role };
  const act = (deed: Parameters<typeof deedOf>[0]) => needs.act(caseId, deedOf(deed, { by, key: doing.key }));
  const text = answers[person.language];
  if (command.act === 'note') {
    const body = noteBodySchema.safeParse({ text: command.text });
    if (!body.success) throw refused('REQUEST_INVALID', 'text');
    await act({ kind: 'note', text: body.data.text });
    return text.noted(await lineOf(needs, caseId, person));
  }
  if (command.act === 'give') {
    const to = await needs.onDuty(command.to);
    if (to === undefined) throw refused('PERSON_NOT_ON_DUTY', command.to);
    await act({ kind: 'hand-on', to });
    return text.given(await lineOf(needs, caseId, person), to);
  }
  if (command.act === 'status')
    return statusLines(await lineOf(needs, caseId, person), person.language).join('\n');
  await act({ kind: 'acknowledge' });
  return text.acknowledged(await lineOf(needs, caseId, person));
}

type ChatDeed = { kind: 'acknowledge' } | { kind: 'note'; text: string } | { kind: 'hand-on'; to: string };

function deedOf(deed: ChatDeed, who: Pick<CaseAction, 'by'> & { key: string }): CaseAction {
  return { ...deed, ...who, via: 'chat' };
}

function lineOf(needs: SaidNeeds, caseId: number, { language, zone }: ChatPerson) {
  return needs.cases.lineOf(caseId, { language, zone });
}

async function caseMeant(needs: SaidNeeds, command: CaseCommand, doing: Doing): Promise<number> {
  const { person } = doing.asker;
  const { caseId: inWords } = command;
  const inAnswered = casesNamedIn(await doing.said.about(doing.signal));
  const paged =
    inWords === undefined ? await needs.cases.pagedOf([person.name, person.id ?? person.name]) : [];
  const meant = decideCase({ inWords, inAnswered, paged });
  if (meant.is === 'clear') return meant.caseId;
  const numbers = meant.among.slice(0, 10).map((id) => `C-${id}`);
  const list = numbers.join(person.language === 'en' ? ', ' : '、');
  const among = numbers.length === 0 ? undefined : answers[person.language].among(list);
  throw refused('CHAT_CASE_UNCLEAR', command.act, among);
}
