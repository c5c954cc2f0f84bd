import { createLog, Secret } from '@watchcase/runtime';
import { describeWith, eventually, ManualClock } from '@watchcase/testkit';
import { systemClock } from '@watchcase/runtime';
import { describe, expect, it } from 'vitest';
import { startDovecot } from '../../../test/harness/dovecot.ts';
import { addHost } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { act, openCase, openedAs, readEvents, attach } from '../cases/index.ts';
import { namedActor } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import { decideMail } from './decide-mail.ts';
import { caseFacts, mailInConfigSchema, mailTag, openMailIn } from './index.ts';
import { readMail } from './read-mail.ts';
import type { MailNeeds } from './take-mail.ts';

const log = createLog('test', 'silent');
const secret = 'the-secret';
const config = mailInConfigSchema.parse({ senders: [{ address: '@acme.example', customer: 'acme' }] });

/** A mail as it comes: header lines, then the text. */
function mail(headers: Record<string, string>, text = 'it is slow'): string {
  const all = { From: 'Ms Zhao <zhao@acme.example>', To: 'support@vendor.example', ...headers };
  return `${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n${text}\r\n`;
}

function needsOver(store: Store, clock: MailNeeds['clock'], more: Partial<MailNeeds> = {}): MailNeeds {
  const doing: MailNeeds['act'] = (caseId, action) =>
    store.transaction(async (tx) => {
      await act(tx, caseId, action, { now: clock.now(), comesBackAfterMs: 1 });
    });
  return {
    config,
    secret,
    clock,
    log,
    act: doing,
    ...caseFacts(store),
    customerOf: () => Promise.resolve(undefined),
    openedAs: (key) => openedAs(store.db, key),
    async openCase(wanted) {
      await store.transaction((tx) =>
        openCase(tx, wanted, { now: clock.now(), owed: () => Promise.resolve(undefined) }),
      );
      return (await openedAs(store.db, wanted.key)) ?? 0;
    },
    attach: (caseId, file, who) => attach({ store, act: doing, clock }, caseId, file, who),
    ...more,
  };
}

describe('what a mail is', () => {
  const known = { customer: 'acme', caseId: 7 };
  it.each<[string, Record<string, string>, object]>([
    ['an answer', {}, { what: 'answer', caseId: 7 }],
    ['an answer that says so', { 'Auto-Submitted': 'no' }, { what: 'answer', caseId: 7 }],
    ['an automatic answer', { 'Auto-Submitted': 'auto-replied' }, { what: 'nothing', because: 'automatic' }],
    [
      'one that is made',
      { 'Auto-Submitted': 'auto-generated; x' },
      { what: 'nothing', because: 'automatic' },
    ],
    [
      'Exchange out of office',
      { 'X-Auto-Response-Suppress': 'All' },
      { what: 'nothing', because: 'automatic' },
    ],
    ['in bulk', { Precedence: 'bulk' }, { what: 'nothing', because: 'automatic' }],
    ['of a list', { Precedence: 'list' }, { what: 'nothing', because: 'list' }],
    ['of a list by its id', { 'List-Id': '<news.example>' }, { what: 'nothing', because: 'list' }],
    ['a bounce by its path', { 'Return-Path': '<>' }, { what: 'nothing', because: 'bounce' }],
    [
      'a bounce by its sender',
      { From: 'MAILER-DAEMON@acme.example' },
      { what: 'nothing', because: 'bounce' },
    ],
    [
      'a report',
      { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=x' },
      { what: 'nothing', because: 'bounce' },
    ],
    ['of nobody', { From: '' }, { what: 'nothing', because: 'no-sender' }],
  ])('%s', async (_, headers, expected) => {
    expect(decideMail(await readMail(Buffer.from(mail(headers))), known)).toEqual(expected);
  });

  it('of a stranger opens nothing, of a customer something', async () => {
    const read = await readMail(Buffer.from(mail({})));
    const about = (customer?: string) => decideMail(read, { customer, caseId: undefined });
    expect([about(), about('acme')]).toEqual([
      { what: 'nothing', because: 'stranger' },
      { what: 'open', customer: 'acme' },
    ]);
  });
});

describeEachStore('mail of customers', (newDatabase) => {
  async function begin(more: Partial<MailNeeds> = {}) {
    const store = await (await newDatabase()).open();
    await addHost(store);
    const clock = new ManualClock(Date.UTC(2026, 2, 2, 8));
    const needs = needsOver(store, clock, more);
    const { take } = await openMailIn(store, needs);
    const send = (headers: Record<string, string>, text?: string) => take(Buffer.from(mail(headers, text)));
    const cases = () => store.db.selectFrom('cases').selectAll().orderBy('id').execute();
    const lines = async (ordinal = 0) => {
      const events = await readEvents(store.db, (await cases())[ordinal]?.id ?? 0);
      return events.map(({ kind, actor, text, data }) =>
        `${kind} ${actor} ${text || (typeof data['name'] === 'string' ? data['name'] : '')}`.trim(),
      );
    };
    return { store, clock, needs, send, cases, lines };
  }

  it('opens a case; answers join it by tag and by reference, each once; an answer to a closed case is one of its own', async () => {
    const { needs, send, cases, lines } = await begin();
    const first = { 'Message-ID': '<1@acme.example>', Subject: 'Re: 订单 prints twice' };
    for (let twice = 0; twice < 2; twice++) expect(await send(first)).toBe('open');
    const [opened] = await cases();
    expect(opened).toMatchObject({
      title: '订单 prints twice',
      source: 'mail',
      severity: 'minor',
      customer_id: 'acme',
    });
    const tag = mailTag(secret, opened?.id ?? 0);
    const byTag = { 'Message-ID': '<2@x>', From: 'boss@elsewhere.example', Subject: `AW: ${tag} prints` };
    for (let twice = 0; twice < 2; twice++) expect(await send(byTag, 'still')).toBe('answer');
    expect(await send({ 'Message-ID': '<3@acme.example>', 'In-Reply-To': '<1@acme.example>' }, 'more')).toBe(
      'answer',
    );
    const forged = tag.replace(/.\]/, (end) => (end === '0]' ? '1]' : '0]'));
    expect(await send({ 'Message-ID': '<4@x>', From: 'x@y.example', Subject: forged })).toBe('nothing');
    expect(await lines()).toEqual([
      'opened Ms Zhao 订单 prints twice',
      'note boss@elsewhere.example still',
      'note Ms Zhao more',
    ]);
    await needs.act(opened?.id ?? 0, { kind: 'close', text: '', by: namedActor('lin') });
    expect(await send({ 'Message-ID': '<5@acme.example>', Subject: tag }, 'again')).toBe('open');
    expect((await cases()).map(({ state }) => state)).toEqual(['closed', 'open']);
    expect((await lines(1)).map((line) => line.split(' ')[0])).toEqual(['opened', 'linked']);
  });

  it('brings its files, and says which were left out', async () => {
    const { send, lines } = await begin();
    const part = (name: string, content: string) =>
      `--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${Buffer.from(content).toString('base64')}\r\n`;
    const body = `--b\r\nContent-Type: text/plain\r\n\r\nsee there\r\n${part('a.log', 'x')}${part('big', 'y'.repeat(10_500_000))}--b--`;
    for (let twice = 0; twice < 2; twice++)
      await send(
        { 'Message-ID': '<1@x>', Subject: 's', 'Content-Type': 'multipart/mixed; boundary=b' },
        body,
      );
    expect(await lines()).toEqual([
      'opened Ms Zhao s',
      'attached Ms Zhao a.log',
      'note watchcase left out: big',
    ]);
  });

  it('of a program that hides it opens twenty cases an hour, and the next hour goes on', async () => {
    const { send, cases, clock } = await begin();
    for (let count = 1; count <= 22; count++)
      await send({ 'Message-ID': `<${count}@x>`, Subject: `${count}` });
    expect((await cases()).length).toBe(20);
    await clock.advance(3_600_001);
    expect(await send({ 'Message-ID': '<99@x>', Subject: '99' })).toBe('open');
  });

  it('taken again after a crash at any step is one case with each of its parts once', async () => {
    for (let steps = 0; steps < 4; steps++) {
      let left = steps;
      const { store, clock, lines } = await begin();
      const sound = needsOver(store, clock);
      const crashing = needsOver(store, clock, {
        async openCase(wanted) {
          if (left-- === 0) throw new Error('killed');
          const id = await sound.openCase(wanted);
          if (left-- === 0) throw new Error('killed');
          return id;
        },
        async attach(caseId, file, who) {
          await sound.attach(caseId, file, who);
          if (left-- === 0) throw new Error('killed');
        },
      });
      const source = Buffer.from(
        mail(
          { 'Message-ID': '<1@x>', Subject: 's', 'Content-Type': 'multipart/mixed; boundary=b' },
          '--b\r\n\r\nsee\r\n--b\r\nContent-Disposition: attachment; filename=a\r\n\r\nx\r\n--b--',
        ),
      );
      const died = (await openMailIn(store, crashing)).take(source);
      if (steps < 3) await expect(died).rejects.toThrow('killed');
      else await died;
      await (await openMailIn(store, sound)).take(source);
      expect(await lines()).toEqual(['opened Ms Zhao s', 'attached Ms Zhao a']);
    }
  }, 120_000);
});

describeWith('dovecot', 'a mailbox on a real server', () => {
  it('is read as mail comes, each once, and nothing that was there before; what was read by a person counts, too', async () => {
    const dovecot = await startDovecot();
    const taken: string[] = [];
    const imap = {
      host: '127.0.0.1',
      port: dovecot.port,
      tls: false,
      user: dovecot.user,
      folder: 'INBOX',
      password: new Secret(dovecot.password),
    };
    const { openImapDoor } = await import('./imap-door.ts');
    const take = async (source: Buffer) => {
      const { subject } = await readMail(source);
      if (subject === 'broken' && !taken.includes('broken tried')) {
        taken.push('broken tried');
        throw new Error('the store is away');
      }
      taken.push(subject);
      return 'open' as const;
    };
    const needs = { imap, take, since: systemClock.now() - 1000, clock: systemClock, log };
    let door = openImapDoor(needs);
    dovecot.deliver(mail({ Subject: 'one' }));
    await eventually(() => taken.includes('one'));
    dovecot.deliver(mail({ Subject: 'broken' }));
    await eventually(() => taken.includes('broken'));
    await door.stop();
    dovecot.deliver(mail({ Subject: 'two' }));
    door = openImapDoor(needs);
    await eventually(() => taken.includes('two'));
    await door.stop();
    expect(taken).toEqual(['one', 'broken tried', 'broken', 'two']);
    await dovecot.stop();
  }, 60_000);
});
