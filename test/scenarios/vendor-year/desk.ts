import { openAccess } from '../../../collector/src/access/index.ts';
import { appendAudit } from '../../../collector/src/audit/index.ts';
import { attach, openedAs } from '../../../collector/src/cases/index.ts';
import { readFolder } from '../../../collector/src/commands/read-folder.ts';
import { customerOfContact } from '../../../collector/src/directory/index.ts';
import { caseFacts, mailInConfigSchema, mailTag, openMailIn } from '../../../collector/src/mail-in/index.ts';
import type { NewCase } from '../../../collector/src/model/index.ts';
import { signLink } from '../../../collector/src/notify/index.ts';
import type { Store } from '../../../collector/src/store/index.ts';
import { createLog } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { fileURLToPath } from 'node:url';
import { buildHttpHouse } from '../../harness/http-rooms.ts';
import { hostRow } from '../../harness/paged-case.ts';
import type { As, Fault, Step } from './fault.ts';
import { GOLD_CHANGES, minuteOf, OHIO_IS_SIGNED, type Place, PLUS_IS_SIGNED } from './promises.ts';
import { LINK_SECRET, openRooms } from './rooms.ts';

const MIN = 60_000;
const YEAR_BEGINS = minuteOf('2025-12-31T23:00Z');
const YEAR_MS = 370 * 86_400_000;
const company = fileURLToPath(new URL('../../../docs/samples/company', import.meta.url));
const CONTACTS = {
  hongda: 'wang@hongda.example',
  nordwerk: 'jansen@nordwerk.example',
  bluefield: 'miller@bluefield.example',
};
const ENGINEERS = ['lin', 'zhao', 'meyer', 'chen'];

/** The company's files, and how people change them in the course of the year. */
const files = readFolder(company).map(({ name, text }) => ({ file: name, text }));
const ohio = `
contracts:
  - { id: bluefield-2026, customer: bluefield, policy: business-hours, calendar: ohio-office, from: 2026-07-01, to: 2027-06-30 }
calendars:
  - { id: ohio-office, zone: America/New_York, hours: { mon-fri: ["08:00-17:00"] } }
`;
const plus = `
contracts:
  - id: nordwerk-plus
    customer: nordwerk
    policy: local-gold
    calendar: kiel-office
    from: 2026-09-15
    to: 2027-12-31
    rates: { currency: EUR, labour: 150, travel: 60 }
`;
type Files = { file: string; text: string }[];
const withOhio = [...files, { file: 'ohio.yaml', text: ohio }];
const inAutumn = replaceIn(withOhio, 'critical: 5m', 'critical: 10m', 'labour: 600', 'labour: 660');
const withPlus = replaceIn(inAutumn, 'to: 2027-02-28', 'to: 2026-09-14');
const changes: readonly { at: number; files: Files }[] = [
  { at: OHIO_IS_SIGNED, files: withOhio },
  { at: GOLD_CHANGES, files: inAutumn },
  { at: PLUS_IS_SIGNED, files: [...withPlus, { file: 'plus.yaml', text: plus }] },
];

/** The same with some words in place of others, by turns. */
function replaceIn(all: Files, ...words: readonly string[]): Files {
  return all.map(({ file, text }) => ({
    file,
    text: words.reduce(
      (now, word, at) => (at % 2 === 0 ? now.replace(word, words[at + 1] ?? '') : now),
      text,
    ),
  }));
}

/** A vendor at work: everything comes by its own door, at a time that is moved. */
export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** Opens it in the last hour of the year before, with the sample company and its hosts. */
export async function openDesk(store: Store, hosts: readonly Place[]) {
  const clock = new ManualClock(YEAR_BEGINS * MIN);
  const sessionMs = YEAR_MS;
  const access = openAccess(store, { adminToken: 'the-administrators-token', sessionMs }, appendAudit);
  const first = await openRooms(store, clock);
  await first.directory.apply(
    files,
    { dryRun: false, prune: true },
    { actor: 'lin', door: 'apply', now: clock.now() },
  );
  await first.stop();
  await store.transaction(async (tx) => {
    for (const { customer, site, host } of hosts)
      await tx
        .insertInto('hosts')
        .values({
          ...hostRow,
          id: host ?? '',
          customer_id: customer,
          site_id: site,
          name: (host ?? '').split('.')[1] ?? '',
          presence: 'never',
        })
        .execute();
  });
  const rooms = await openRooms(store, clock);
  const { flow, directory } = rooms;
  const openCase = async (wanted: NewCase) => {
    await flow.open(wanted);
    return (await openedAs(store.db, wanted.key)) ?? 0;
  };
  const http = await buildHttpHouse({
    store,
    clock,
    access,
    directory,
    act: flow.act,
    openCase,
    people: () => Promise.resolve(ENGINEERS),
    reachable: (name) => Promise.resolve(ENGINEERS.find((one) => one === name)),
  });
  const headers = await headersOf(access, clock.now());
  const { take } = await openMailIn(store, {
    config: mailInConfigSchema.parse({}),
    secret: LINK_SECRET,
    clock,
    log: createLog('test', 'silent'),
    ...caseFacts(store),
    customerOf: async (address) => customerOfContact(await directory.current(), address),
    openedAs: (key) => openedAs(store.db, key),
    openCase,
    act: flow.act,
    attach: (caseId, file, who) => attach({ store, clock, act: flow.act }, caseId, file, who),
  });
  /** Number of each fault's case. */
  const cases: number[] = [];
  let changed = 0;
  let mails = 0;

  async function ask(as: As, customer: Place['customer'], url: string, payload: object) {
    const who = as === 'customer' ? `customer ${customer}` : as;
    const body = as === 'program for lin' ? { ...payload, by: 'lin' } : payload;
    const answer = await http.app.inject({
      method: 'POST',
      url: `/api/v1${url}`,
      headers: headers[who] ?? {},
      payload: body,
    });
    if (answer.statusCode !== 200) throw new Error(`${url} as ${who}: ${answer.statusCode} ${answer.body}`);
    return answer.json<{ id: number }>();
  }

  async function link(token: string, path: string): Promise<void> {
    const answer = await http.app.inject({ method: 'POST', url: `/${path.replace('TOKEN', token)}` });
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode}`);
  }

  async function send(customer: Place['customer'], subject: string): Promise<void> {
    const source = `From: ${CONTACTS[customer]}\r\nMessage-ID: <${++mails}@example>\r\nSubject: ${subject}\r\n\r\nsee there\r\n`;
    await take(Buffer.from(source));
  }

  const newest = async () => {
    const row = await store.db
      .selectFrom('cases')
      .select((select) => select.fn.max('id').as('id'))
      .executeTakeFirstOrThrow();
    return row.id;
  };

  async function open({ place, door, kind, severity, category, number }: Fault): Promise<void> {
    const { customer, site, host } = place;
    const about = host === null ? { customer, ...(site === '' ? {} : { site }) } : { host };
    const source = door === 'inspection' ? { source: door } : door === 'call' ? { source: 'follow-up' } : {};
    const body = { title: `fault ${number}`, kind, severity, category, ...about, ...source };
    if (door === 'mail') await send(customer, `fault ${number}`);
    else
      await ask(
        door === 'portal' ? 'customer' : door === 'api' ? 'program' : 'zhao',
        customer,
        '/cases',
        body,
      );
    cases[number] = await newest();
  }

  return {
    cases,
    http,
    /** Does one thing at its moment, whatever was due until then being done before. */
    async take({ at, fault: number, deed }: Step, fault: Fault): Promise<void> {
      for (let next = changes[changed]; next !== undefined && next.at <= at; next = changes[++changed]) {
        await rooms.passTo(next.at);
        await directory.apply(
          next.files,
          { dryRun: false, prune: true },
          { actor: 'lin', door: 'apply', now: clock.now() },
        );
        await rooms.tick();
      }
      await rooms.passTo(at);
      const { customer } = fault.place;
      const id = cases[number] ?? 0;
      if (deed.kind === 'open') await open(fault);
      else if (deed.kind === 'read') {
        await rooms.read(fault.place.host ?? '', deed.levels);
        cases[number] ??= await newest();
      } else if (deed.kind === 'mail') await send(customer, `Re: ${mailTag(LINK_SECRET, id)}`);
      else if (deed.kind === 'merge')
        await ask('meyer', customer, `/cases/${id}/merge`, { into: cases[deed.into] });
      else if (deed.kind === 'split') {
        await ask('meyer', customer, `/cases/${id}/split`, { title: 'another matter' });
        cases[deed.born] = await newest();
      } else if (deed.kind === 'answer by link') {
        const expiresAt = clock.now() + MIN;
        await link(
          signLink(LINK_SECRET, { purpose: 'acknowledge', caseId: id, person: deed.person, expiresAt }),
          'a/TOKEN',
        );
      } else if (deed.kind === 'customer by link') {
        const url = await http.app.inject({
          method: 'POST',
          url: `/api/v1/cases/${id}/customer-link`,
          headers: headers['lin'] ?? {},
          payload: { contact: CONTACTS[customer] },
        });
        const token = url.json<{ url: string }>().url.split('/c/')[1] ?? '';
        await link(token, `c/TOKEN/${deed.word}`);
      } else await ask(deed.as, customer, `/cases/${id}/${deed.path}`, deed.body ?? {});
      await rooms.settle();
    },
    passTo: rooms.passTo,
    async stop(): Promise<void> {
      await http.stop();
      await rooms.stop();
    },
  };
}

/** How each of them asks: people by a session of the console, programs by a token. */
async function headersOf(
  access: ReturnType<typeof openAccess>,
  now: number,
): Promise<Record<string, Record<string, string>>> {
  const by = { actor: 'admin', door: 'api' as const, now };
  const headers: Record<string, Record<string, string>> = {};
  const add = (name: string, role: 'engineer' | 'customer', customer?: string) => {
    const customers = customer === undefined ? null : [customer];
    return access.accounts.add({ name, role, customers, teams: [], email: null, language: null }, by);
  };
  const people = [
    ...ENGINEERS.map((name) => [name, 'engineer', undefined] as const),
    ...Object.keys(CONTACTS).map((id) => [`customer ${id}`, 'customer', id] as const),
  ];
  for (const [name, role, customer] of people) {
    const { id } = await add(name, role, customer);
    const { cookie } = await access.keys.openSession({ accountId: id, name }, now);
    headers[name] = { cookie: `watchcase_session=${cookie}`, 'x-watchcase': 'test' };
  }
  const { id } = await add('monitoring', 'engineer');
  const token = await access.keys.newToken(
    { accountId: id, name: 'program', scope: null, expiresAt: null },
    by,
  );
  for (const name of ['program', 'program for lin'])
    headers[name] = { authorization: `Bearer ${token.token}` };
  return headers;
}
