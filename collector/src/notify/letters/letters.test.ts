import { createLog, createSerial } from '@watchcase/runtime';
import { eventually, ManualClock } from '@watchcase/testkit';
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dutyRoster } from '../../../../test/harness/duty-roster.ts';
import { addHost } from '../../../../test/harness/paged-case.ts';
import { type MailServer, startMailServer } from '../../../../test/harness/smtp.ts';
import { describeEachStore } from '../../../../test/harness/stores.ts';
import { act, openCase, openedAs, readEvents } from '../../cases/index.ts';
import { createOwnAddress } from '../../wiring/own-address.ts';
import { contactsIn, customerLetters } from '../../wiring/customer-letters.ts';
import { recordLine } from '../../wiring/record-line.ts';
import { configSchema } from '../../config.ts';
import { createDirectory, type Directory } from '../../directory/index.ts';
import { caseFacts, mailTag, openMailIn } from '../../mail-in/index.ts';
import type { CaseAction, CaseChange, NewCase } from '../../model/index.ts';
import type { Store, Tx } from '../../store/index.ts';
import { verifyCustomerLink } from '../links.ts';
import { createSender, type Sender } from '../sender.ts';
import { planLetters } from './index.ts';

const NOW = Date.UTC(2026, 2, 2, 8);
const secret = 'the-secret';
const log = createLog('test', 'silent');
const lin = { kind: 'account', id: 'lin', name: 'Lin', role: 'engineer' } as const;

describeEachStore('mail to customers', (newDatabase) => {
  let server: MailServer;
  let clock: ManualClock;
  let store: Store;
  let directory: Directory;
  let senders: Sender[];
  beforeEach(async () => {
    server = await startMailServer();
    clock = new ManualClock(NOW);
    // As in the house, the sender commits between two turns.
    const turns = createSerial();
    const opened = await (await newDatabase()).open();
    store = { ...opened, transaction: (work) => turns.run(() => opened.transaction(work)) };
    directory = createDirectory(store);
    senders = [];
    await addHost(store);
    const by = { actor: 'test', door: 'api' as const, now: NOW };
    await directory.put('customers', 'acme', { data: { name: 'Acme', zone: 'Asia/Shanghai' } }, by);
    const contact = (id: string, more: object) =>
      directory.put('contacts', id, { data: { customer: 'acme', name: id, ...more } }, by);
    await contact('zhao', { mail: 'Zhao@acme.example', language: 'zh-CN' });
    await contact('robot', { mail: 'noreply@acme.example' });
    await contact('gone', { mail: 'gone@acme.example' });
    await directory.retire('contacts', 'gone', true, by);
  });
  afterEach(async () => {
    for (const sender of senders) await stopped(sender);
    await server.stop();
  });

  async function stopped(sender: Sender): Promise<void> {
    const stop = sender.stop();
    await clock.advance(1000);
    await stop;
  }
  function letters(more: object = {}) {
    const { host, port } = server;
    const options = { host, port, from: 'Desk <desk@vendor.example>', to: 'ops@vendor.example' };
    const config = configSchema.parse({
      channels: [{ name: 'post', type: 'email', options }],
      mail: { replyTo: 'support@vendor.example', ...more },
      http: { publicUrl: 'https://desk.vendor.example' },
    });
    const address = createOwnAddress({ ...config.http, secure: false });
    return customerLetters({ config, store, directory, address, linkSecret: secret });
  }
  const plan = (tx: Tx, changes: CaseChange[]) =>
    planLetters(tx, changes, {
      contactsOf: contactsIn(directory),
      own: letters()?.own ?? [],
      record: recordLine,
      now: clock.now(),
    });
  const acted = (caseId: number, action: CaseAction) =>
    store.transaction(async (tx) => {
      await plan(tx, (await act(tx, caseId, action, { now: clock.now(), comesBackAfterMs: 1 })).changes);
    });
  async function opened(wanted: NewCase): Promise<number> {
    await store.transaction(async (tx) => {
      const change = await openCase(tx, wanted, { now: clock.now(), owed: () => Promise.resolve(undefined) });
      await plan(tx, change === undefined ? [] : [change]);
    });
    return (await openedAs(store.db, wanted.key)) ?? 0;
  }
  function send(): Sender {
    const sender = createSender({
      store,
      channels: [],
      letters: letters(),
      compose: () => Promise.reject(new Error('nobody is paged')),
      record: recordLine,
      roster: dutyRoster(),
      clock,
      log,
      random: () => 0,
      attempted: () => undefined,
    });
    senders.push(sender);
    sender.wake();
    return sender;
  }
  const byDesk = (more: Partial<NewCase> = {}): NewCase => ({
    key: 'one',
    customerId: 'acme',
    siteId: null,
    hostId: 'acme.db1',
    title: { en: 'Disk full', 'zh-CN': '磁盘已满' },
    text: 'INTERNAL? no: the customer reads a report',
    severity: 'major',
    category: 'hardware',
    source: 'console',
    kind: 'fault',
    by: lin,
    ...more,
  });
  async function mailIn() {
    const config = configSchema.parse({
      mail: { senders: [{ address: '@acme.example', customer: 'acme' }] },
    }).mail;
    const { take } = await openMailIn(store, {
      config,
      secret,
      clock,
      log,
      act: acted,
      ...caseFacts(store),
      customerOf: () => Promise.resolve(undefined),
      openedAs: (key) => openedAs(store.db, key),
      openCase: opened,
      attach: () => Promise.resolve(undefined),
    });
    return (headers: Record<string, string>, text: string) =>
      take(
        Buffer.from(
          `${Object.entries({ From: 'Boss <boss@acme.example>', ...headers })
            .map(([name, value]) => `${name}: ${value}`)
            .join('\r\n')}\r\n\r\n${text}\r\n`,
        ),
      );
  }
  const received = async () =>
    Promise.all(
      server.received.map(async ({ to, source }) => {
        const mail = await simpleParser(source);
        return { to: to.join(), subject: mail.subject ?? '', text: mail.text ?? '', mail };
      }),
    );

  it('a report by mail is answered, what is for them is sent, the end with a link; answers join, and nothing said within the house goes out', async () => {
    const take = await mailIn();
    const sender = send();
    expect(await take({ 'Message-ID': '<1@acme.example>', Subject: 'printer dead' }, 'since today')).toBe(
      'open',
    );
    sender.wake();
    await eventually(() => server.received.length === 1);
    const { id } = await store.db.selectFrom('cases').select('id').executeTakeFirstOrThrow();
    await acted(id, { kind: 'acknowledge', by: lin });
    await acted(id, { kind: 'note', text: 'INTERNAL gossip', by: lin });
    await acted(id, { kind: 'diagnose', text: 'INTERNAL: no paper', by: lin });
    await acted(id, { kind: 'note', text: 'We bring a new one', visibility: 'customer', by: lin });
    await acted(id, { kind: 'resolve', cause: 'INTERNAL', solution: 'a new printer', by: lin });
    sender.wake();
    // That somebody is at it is old news once it is solved.
    await eventually(() => server.received.length === 3);
    const mails = await received();
    expect(mails.map(({ to }) => to)).toEqual(Array.from({ length: 3 }, () => 'boss@acme.example'));
    const tag = mailTag(secret, id);
    for (const { subject } of mails) expect(subject).toBe(`${tag} printer dead`);
    const [first, note, end] = mails;
    expect(first?.text).toMatch(/^We have received your report\. It is case C-\d+: printer dead/);
    expect(first?.text).toContain('Asia/Shanghai');
    expect(note?.text).toContain('We bring a new one');
    expect(end?.text).toContain('What was done: a new printer');
    const url = /https:\/\/desk\.vendor\.example\/c\/(\S+)/.exec(end?.text ?? '')?.[1] ?? '';
    expect(verifyCustomerLink(secret, url, NOW)).toMatchObject({ caseId: id, contact: 'boss@acme.example' });
    expect(server.received.map(({ source }) => source).join('')).not.toContain('INTERNAL');
    expect(first?.mail.inReplyTo).toBe('<1@acme.example>');
    expect(first?.mail.headers.get('auto-submitted')).toBe('auto-replied');
    expect(note?.mail.replyTo?.text).toBe('support@vendor.example');
    expect(new Set(mails.map(({ mail }) => mail.messageId)).size).toBe(3);
    const reply = {
      'Message-ID': '<2@acme.example>',
      Subject: 'Re:',
      'In-Reply-To': end?.mail.messageId ?? '',
    };
    expect(await take(reply, 'it prints')).toBe('answer');
    const away = { ...reply, 'Message-ID': '<3@acme.example>', 'Auto-Submitted': 'auto-replied' };
    expect(await take(away, 'I am away')).toBe('nothing');
    expect((await readEvents(store.db, id)).findLast(({ kind }) => kind === 'note')?.text).toBe('it prints');
    expect(server.received.length).toBe(3);
  });

  it('of a case that nobody of theirs reported contacts get what is for them, in their language; retired ones and programs nothing', async () => {
    const quiet = await opened(byDesk());
    await acted(quiet, { kind: 'acknowledge', by: lin });
    await acted(quiet, { kind: 'resolve', cause: '', solution: 'x', by: lin });
    const id = await opened(byDesk({ key: 'two' }));
    await acted(id, { kind: 'note', text: '正在更换', visibility: 'customer', by: lin });
    send();
    await eventually(() => server.received.length === 1);
    const [mail] = await received();
    expect(mail).toMatchObject({ to: 'zhao@acme.example', subject: `${mailTag(secret, id)} 磁盘已满` });
    expect(mail?.text).toContain('给您留言');
    expect((await store.db.selectFrom('pages').select('id').execute()).length).toBe(1);
  });

  it('is planned with what it tells or not at all, sent once, and again under its own name where its end is not known', async () => {
    const id = await opened(byDesk());
    const note = (text: string) => ({ kind: 'note', text, visibility: 'customer', by: lin }) as const;
    const failing = store.transaction(async (tx) => {
      await plan(tx, (await act(tx, id, note('lost'), { now: NOW, comesBackAfterMs: 1 })).changes);
      throw new Error('killed before the commit');
    });
    await expect(failing).rejects.toThrow('killed');
    await acted(id, { ...note('kept'), key: 'k' });
    await acted(id, { ...note('kept'), key: 'k' });
    let asked = 0;
    server.answerWith({
      mail: () => {
        asked++;
        return 'hang';
      },
    });
    const dying = send();
    await eventually(() => asked === 1);
    await stopped(dying);
    senders = [];
    const rows = () => store.db.selectFrom('pages').select(['state', 'attempts']).execute();
    expect(await rows()).toEqual([{ state: 'sending', attempts: 1 }]);
    server.answerWith({});
    const next = send();
    await clock.advance(30_000);
    expect(server.received.length).toBe(0);
    await clock.advance(31_000);
    next.wake();
    await eventually(() => server.received.length === 1);
    await eventually(async () => (await rows())[0]?.state === 'delivered');
    await clock.advance(120_000);
    expect((await received()).map(({ text }) => text.includes('kept'))).toEqual([true]);
    expect(asked).toBe(1);
    const kinds = (await readEvents(store.db, id)).map(({ kind }) => kind);
    expect(kinds).toEqual(['opened', 'note', 'page-queued', 'page-sent']);
  });

  it('what is told first arrives first, also where the server takes the second mail and not the first', async () => {
    const id = await opened(byDesk());
    for (const text of ['the first', 'the second'])
      await acted(id, { kind: 'note', text, visibility: 'customer', by: lin });
    let asked = 0;
    server.answerWith({
      mail: () => (asked++ === 0 ? { code: 451, message: 'later' } : undefined),
    });
    const sender = send();
    const attempts = () => store.db.selectFrom('pages').select('attempts').orderBy('id').execute();
    await eventually(async () => (await attempts())[0]?.attempts === 1 && asked === 1);
    sender.wake();
    await eventually(async () => {
      await clock.advance(1000);
      return server.received.length === 2;
    });
    const texts = (await received()).map(({ text }) => /the (?:first|second)/.exec(text)?.[0]);
    expect(texts).toEqual(['the first', 'the second']);
  });

  it('a full mailbox pages nobody, and is nobody’s fault for ever', async () => {
    const id = await opened(byDesk());
    await acted(id, { kind: 'note', text: 'hello', visibility: 'customer', by: lin });
    server.answerWith({ recipient: () => ({ code: 552, message: 'mailbox full' }) });
    send();
    // Time passes between attempts, not in one: the server is real.
    await eventually(
      async () => {
        const { state } = await store.db.selectFrom('pages').select('state').executeTakeFirstOrThrow();
        if (state === 'queued') await clock.advance(61_000);
        return state === 'failed';
      },
      { timeoutMs: 20_000 },
    );
    const kinds = new Set((await readEvents(store.db, id)).map(({ kind }) => kind));
    expect(kinds).toContain('page-failed');
    expect(kinds).not.toContain('nobody-to-page');
  });

  it('is off where it is not wanted, and where there is no server', () => {
    expect(letters({ toCustomers: false })).toBeUndefined();
    const config = configSchema.parse({});
    const address = createOwnAddress({ ...config.http, secure: false });
    expect(customerLetters({ config, store, directory, address, linkSecret: secret })).toBeUndefined();
  });
});
