import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import type { EscalationView } from '@watchcase/api';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { startWebhook, type Webhook } from '../../../test/harness/webhook.ts';
import { channelInstanceSchema } from '../notify/config.ts';
import { linesOfChain } from './chain.ts';
import type { CommandNeeds, Options } from './needs.ts';
import { oncallCommand } from './oncall.ts';

const NOW = Date.parse('2026-02-02T12:00:00Z');
const COMPANY = `
customers: [{ id: acme, name: Acme }]
people:
  - id: lin
    name: Lin
    methods:
      - { id: phone, channel: desk, address: "lin@desk" }
      - { id: old, channel: gone, address: "1380" }
  - { id: zhao, name: Zhao }
teams: [{ id: east, name: East, members: [lin, zhao] }]
rotas:
  - id: night
    name: Night
    team: east
    zone: Asia/Shanghai
    skills: [data]
    layers: [{ name: all, people: [lin], from: 2026-01-05, handOver: "09:00" }]
`;

const folder = temporaryFolder();
const clock = new ManualClock();
let house: HttpHouse;
let webhook: Webhook;
let options: Options;
beforeAll(async () => {
  clock.set(NOW);
  webhook = await startWebhook();
  const desk = { name: 'desk', type: 'webhook', options: { url: webhook.url } };
  house = await buildHttpHouse({ clock }, [channelInstanceSchema.parse(desk)]);
  const by = { actor: 'ci', door: 'apply', now: NOW } as const;
  await house.rooms.directory.apply([{ file: 'c.yaml', text: COMPANY }], { dryRun: false, prune: false }, by);
  await house.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = house.app.server.address() as AddressInfo;
  writeFileSync(join(folder.path, 'admin-token'), house.adminToken);
  options = { data: folder.path, url: `http://127.0.0.1:${port}/`, zone: 'Asia/Shanghai' } as Options;
});
afterAll(async () => {
  await house.stop();
  await webhook.stop();
  folder[Symbol.dispose]();
});
beforeEach(() => webhook.answerWith(() => ({ status: 200 })));

/** A command line behind `watchcase oncall`: its exit code, or what it refuses with, and what it prints. */
async function oncall(line: string, more: Partial<Options> = {}): Promise<string[]> {
  const lines: string[] = [];
  const needs = { print: (text: string) => void lines.push(text) } as unknown as CommandNeeds;
  const end = await oncallCommand(line.split(' '), { ...options, ...more }, needs).catch((error: unknown) =>
    String(error),
  );
  return [String(end), ...lines];
}

it('methods says how somebody is reached, and that nobody can page them', async () => {
  expect(await oncall('methods lin')).toEqual([
    '0',
    'phone        desk lin@desk: unverified',
    'old          gone 1380: no-channel',
    'Lin (lin) cannot be paged',
  ]);
  expect(await oncall('methods zhao')).toEqual(['0', 'Zhao (zhao) cannot be paged']);
});

it('send-code and verify: a code that was not taken is exit code 1, a wrong one is refused, the right one is kept', async () => {
  webhook.answerWith(() => ({ status: 404 }));
  expect(await oncall('send-code lin phone')).toEqual(['1', expect.stringMatching(/^not taken: HTTP 404/)]);
  await clock.advance(61_000);
  webhook.answerWith(() => ({ status: 200 }));
  expect(await oncall('send-code lin phone')).toEqual(['0', 'taken: HTTP 200']);
  const { case: told } = JSON.parse(webhook.received.at(-1)?.body ?? '') as { case: { title: string } };
  const code = /\d{6}/.exec(told.title)?.[0] ?? '';
  const wrong = code === '111111' ? '222222' : '111111';
  expect(await oncall(`verify lin phone ${wrong}`)).toEqual([expect.stringContaining('METHOD_CODE_WRONG')]);
  expect(await oncall(`verify lin phone ${code}`)).toEqual([
    '0',
    'phone        desk lin@desk: verified',
    'old          gone 1380: no-channel',
  ]);
});

it('who says who is on duty, for which skill, and why', async () => {
  expect(await oncall('who', { at: '2026-02-16T03:00+08:00', skill: 'data' })).toEqual([
    '0',
    '2026-02-16 03:00 (Asia/Shanghai)',
    'night            Lin (lin, without the skill)  [turn, layer all]',
  ]);
  expect(await oncall('who', { skill: 'welding' })).toEqual([
    '0',
    '2026-02-02 20:01 (Asia/Shanghai)',
    'no rota answers for that',
  ]);
});

it('chain says of a case that no chain answers for it', async () => {
  const opened = await house.ask('POST', '/api/v1/cases', {
    title: 'Slow',
    severity: 'minor',
    category: 'software',
    customer: 'acme',
  });
  expect(opened.status, JSON.stringify(opened.body)).toBe(200);
  expect(await oncall('chain C-1')).toEqual([
    '0',
    'C-1: no chain answers for it: everybody of the config’s duty was paged',
  ]);
  expect(await oncall('chain c-9')).toEqual([expect.stringContaining('CASE_NOT_FOUND')]);
});

it.each([
  ['', /COMMAND_UNKNOWN/],
  ['chain', /COMMAND_UNKNOWN/],
  ['chain C-1 more', /COMMAND_UNKNOWN/],
  ['who lin', /COMMAND_UNKNOWN/],
  ['methods', /COMMAND_UNKNOWN.*oncall methods PERSON/s],
  ['methods lin phone', /COMMAND_UNKNOWN/],
  ['send-code lin', /COMMAND_UNKNOWN/],
  ['send-code lin phone 1', /COMMAND_UNKNOWN/],
  ['verify lin phone', /COMMAND_UNKNOWN/],
  ['verify lin phone 123456 more', /COMMAND_UNKNOWN/],
  ['verify lin phone 12', /six digits/],
  ['methods nobody', /PERSON_UNKNOWN|NOT_FOUND/],
  ['send-code lin none', /METHOD_/],
])('"oncall %s" is refused', async (line, refusal) => {
  expect(await oncall(line)).toEqual([expect.stringMatching(refusal)]);
});

const people = [{ id: 'lin', name: 'Lin' }];
const view: EscalationView = {
  case: 'C-12',
  chain: { id: 'east', name: 'East', version: 3, team: { id: 'east', name: 'East' } },
  because: 'asking',
  isLapsed: false,
  steps: 2,
  rounds: 3,
  asked: { people, at: '2026-02-02T12:00:00.000Z', round: 1, step: 1 },
  next: { what: 'step', at: '2026-02-02T12:05:00.000Z', people, round: 1, step: 2 },
};
it.each<[string, Partial<EscalationView>, string[]]>([
  [
    'a step and the next',
    {},
    [
      'C-12, chain east@3 of East; times of Asia/Shanghai: nobody has it',
      '  2026-02-02 20:00:00  Lin asked (step 1 of 2, walk 1 of 3)',
      '  2026-02-02 20:05:00  Lin asked (step 2 of 2, walk 1 of 3)',
    ],
  ],
  [
    'a lapse',
    {
      isLapsed: true,
      asked: null,
      next: { what: 'lapse', at: view.next?.at ?? '', people, round: null, step: null },
    },
    [
      'C-12, chain east@3 of East; times of Asia/Shanghai: somebody has it, and was not seen at it for too long',
      '  2026-02-02 20:05:00  Lin must have been seen at it by then, or others are asked',
    ],
  ],
  [
    'an end',
    { because: 'ended', asked: null, next: null },
    ['C-12, chain east@3 of East; times of Asia/Shanghai: the chain is at its end: nobody else is asked'],
  ],
])('chain tells %s by the wall of a zone', (_name, more, lines) => {
  expect(linesOfChain({ ...view, ...more }, 'Asia/Shanghai')).toEqual(lines);
});
