import { titleOf } from '@watchcase/api';
import { BoundedMap, type Clock, isUserError, type Log } from '@watchcase/runtime';
import type { Actor, CaseAction, NewCase } from '../model/index.ts';
import type { MailInConfig } from './config.ts';
import { decideMail, type MailDecision } from './decide-mail.ts';
import { taggedCase } from './mail-tag.ts';
import { type Mail, readMail } from './read-mail.ts';

/** What mail needs of the rest of the house. */
export interface MailNeeds {
  config: MailInConfig;
  /** Signs tags. */
  secret: string;
  /** Whose customer an address is, beyond what the config says. */
  customerOf(address: string): Promise<string | undefined>;
  isCustomer(id: string): Promise<boolean>;
  stateOf(caseId: number): Promise<{ customerId: string; hasEnded: boolean } | undefined>;
  /** The case that was opened under a key. */
  openedAs(key: string): Promise<number | undefined>;
  openCase(wanted: NewCase): Promise<number>;
  act(caseId: number, action: CaseAction): Promise<void>;
  attach(
    caseId: number,
    file: { name: string; data: Buffer; visibility: 'customer' },
    who: { by: Actor; via: 'mail'; key: string },
  ): Promise<unknown>;
  clock: Clock;
  log: Log;
}

/** What became of a mail: that of the decision, or that its sender sends too many. */
export type Taken = MailDecision['what'] | 'too-many';

/** New cases of one sender in one hour. */
const MOST_AN_HOUR = 20;
const HOUR_MS = 3_600_000;
/** Of so many senders it is known how much they sent; those who were quiet longest are forgotten first. */
const MOST_SENDERS = 10_000;
/** Files of one mail. */
const MOST_FILES = 20;
const LONGEST_TITLE = 200;

/**
 * Takes mail. The same mail taken twice, or again after a crash at any point, is one case or one note with each of its files once: every step goes under the mail's own
 * key. Rejects when the store or the case's owner is away: the mail is to be offered again.
 */
export function createMailTaker(needs: MailNeeds): (source: Buffer) => Promise<Taken> {
  const opened = new BoundedMap<string, number[]>(MOST_SENDERS);

  /** A program that is no program by its headers cannot fill the list either. */
  function mayOpen(address: string): boolean {
    const now = needs.clock.now();
    const recent = (opened.get(address) ?? []).filter((at) => at > now - HOUR_MS);
    opened.set(address, [...recent, now]);
    return recent.length < MOST_AN_HOUR;
  }

  async function caseOf(mail: Mail): Promise<number | undefined> {
    const tagged = taggedCase(needs.secret, `${mail.subject} ${mail.references}`);
    if (tagged !== undefined) return tagged;
    for (const key of mail.answers) {
      const id = await needs.openedAs(`mail ${key}`);
      if (id !== undefined) return id;
    }
    return undefined;
  }

  return async (source) => {
    const mail = await readMail(source);
    const address = mail.from?.address ?? '';
    const customer = await knownCustomer(needs, address);
    const decision = decideMail(mail, { customer, caseId: await caseOf(mail) });
    if (decision.what === 'nothing') {
      needs.log.info({ code: 'MAIL_LEFT', because: decision.because, from: address }, 'a mail opens nothing');
      return 'nothing';
    }
    const by: Actor = { kind: 'contact', id: address, name: mail.from?.name || address, role: 'customer' };
    if (decision.what === 'answer' && (await answered(needs, { mail, by, caseId: decision.caseId })))
      return 'answer';
    const of = decision.what === 'open' ? decision.customer : await customerOfCase(needs, decision.caseId);
    if (of === undefined) return 'nothing';
    const isKnown = (await needs.openedAs(`mail ${mail.key}`)) !== undefined;
    if (!isKnown && !mayOpen(address)) {
      needs.log.warn({ code: 'MAIL_TOO_MANY', from: address }, 'a sender opens too many cases by mail');
      return 'too-many';
    }
    const id = await needs.openCase(newCaseOf(mail, { customer: of, by, severity: needs.config.severity }));
    if (decision.what === 'answer')
      await needs.act(id, {
        kind: 'link',
        to: decision.caseId,
        relation: 'follows',
        by: { kind: 'system', id: 'mail', name: 'watchcase', role: 'admin' },
        key: `mail ${mail.key}`,
      });
    await attachAll(needs, id, { mail, by });
    return 'open';
  };
}

async function knownCustomer(needs: MailNeeds, address: string): Promise<string | undefined> {
  const domain = address.slice(address.lastIndexOf('@'));
  const { senders } = needs.config;
  const listed =
    senders.find((one) => one.address.toLowerCase() === address) ??
    senders.find((one) => one.address.toLowerCase() === domain);
  const id = (await needs.customerOf(address)) ?? listed?.customer;
  return id !== undefined && (await needs.isCustomer(id)) ? id : undefined;
}

async function customerOfCase(needs: MailNeeds, caseId: number): Promise<string | undefined> {
  return (await needs.stateOf(caseId))?.customerId;
}

/** False where the case takes no more notes: what is written then is a matter of its own. */
async function answered(
  needs: MailNeeds,
  { mail, by, caseId }: { mail: Mail; by: Actor; caseId: number },
): Promise<boolean> {
  const state = await needs.stateOf(caseId);
  if (state === undefined || state.hasEnded) return false;
  const text = mail.text === '' ? mail.subject : mail.text;
  await needs.act(caseId, {
    kind: 'note',
    text,
    visibility: 'customer',
    mailId: mail.id,
    by,
    via: 'mail',
    key: `mail ${mail.key}`,
  });
  await attachAll(needs, caseId, { mail, by });
  return true;
}

/** What is too large or too much is left out, and a note says so. */
async function attachAll(
  needs: MailNeeds,
  caseId: number,
  { mail, by }: { mail: Mail; by: Actor },
): Promise<void> {
  const left: string[] = [];
  for (const [at, { name, data }] of mail.attachments.entries()) {
    if (
      at >= MOST_FILES ||
      !(await attached(needs, caseId, { name, data, by, key: `mail ${mail.key} ${at}` }))
    )
      left.push(name.slice(0, 100));
  }
  if (left.length === 0) return;
  const text = `left out: ${left.slice(0, MOST_FILES).join(', ')}${left.length > MOST_FILES ? ` (${left.length})` : ''}`;
  const robot: Actor = { kind: 'system', id: 'mail', name: 'watchcase', role: 'admin' };
  await needs.act(caseId, { kind: 'note', text, by: robot, key: `mail ${mail.key} left` });
}

async function attached(
  needs: MailNeeds,
  caseId: number,
  { name, data, by, key }: { name: string; data: Buffer; by: Actor; key: string },
): Promise<boolean> {
  try {
    await needs.attach(caseId, { name, data, visibility: 'customer' }, { by, via: 'mail', key });
    return true;
  } catch (error) {
    if (isUserError(error) && error.code.startsWith('ATTACHMENT')) return false;
    throw error;
  }
}

function newCaseOf(
  mail: Mail,
  { customer, by, severity }: { customer: string; by: Actor; severity: NewCase['severity'] },
): NewCase {
  const subject = mail.subject
    .replaceAll('\0', '')
    .replace(/^(?:(?:re|fwd?|aw|wg|回复|答复|转发)\s*[:：]\s*)+/i, '');
  const title = titleOf(subject === '' ? by.name : subject.slice(0, LONGEST_TITLE));
  return {
    key: `mail ${mail.key}`,
    customerId: customer,
    siteId: null,
    hostId: null,
    title,
    text: mail.text,
    severity,
    category: 'software',
    source: 'mail',
    kind: 'fault',
    by,
    mailId: mail.id,
  };
}
