import { readFileSync } from 'node:fs';
import { chainSchema } from '@watchcase/oncall';
import { readYaml } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { CaseEvent } from '../model/index.ts';
import type { Answer, AskWho } from './contract.ts';
import { decideNext, type NextAct } from './decide-next.ts';
import { draftStep } from './draft-step.ts';
import { foldEscalation } from './fold-escalation.ts';

const MIN = 60_000;
const storySchema = chainSchema
  .pick({ steps: true, repeat: true, lastResort: true, lapsesAfter: true })
  .extend({
    name: z.string(),
    who: z.record(z.string(), z.string()),
    happens: z.array(z.string()),
    until: z.number(),
    expect: z.array(z.string()),
  });
type Story = z.infer<typeof storySchema>;
const file = new URL('cases.yaml', import.meta.url);
const codes = { notYaml: 'NOT_YAML', tooLong: 'TOO_LONG' };
const read = readYaml({ file: 'cases.yaml', text: readFileSync(file, 'utf8') }, codes);
const stories = z.array(storySchema).parse('value' in read ? read.value : read.faults);

/** `zhao`, or a reason why nobody is asked; from another minute on another: `zhao, from 7: nobody-on-duty`. Who is `away` is asked where those are asked as well. */
function answerOf(words: string | undefined, minute: number, evenAway = false): Answer {
  const current = (words ?? 'nobody-on-duty')
    .split(', ')
    .map((part) => /^(?:from (\d+): )?(.*)$/.exec(part))
    .findLast((part) => Number(part?.[1] ?? 0) <= minute)?.[2] as string;
  if (current === 'nobody-on-duty' || current === 'outside-hours' || current === 'no-way')
    return { because: current, people: [] };
  const named = current.split('+').map((one) => one.split(' '));
  const of = (isAway: boolean) =>
    named.flatMap(([id = '', away]) => ((away === 'away') === isAway ? [id] : []));
  const away = evenAway || of(true).length === 0 ? {} : { away: of(true) };
  const people = evenAway ? [...of(false), ...of(true)] : of(false);
  return people.length === 0
    ? { because: 'nobody-on-duty', people: [], ...away }
    : { because: 'asked', people, ...away };
}

/** A line in words: `minute what place people reason`. */
function wordsOf({ kind, data }: Pick<CaseEvent, 'kind' | 'data'>, minute: number): string {
  const text = (name: string) => {
    const value = data[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const place = text('because') === 'last-resort' ? text('time') : `${text('round')}.${text('step')}`;
  const words =
    kind === 'lapsed'
      ? ['lapsed', text('because')]
      : [text('because'), place, text('names'), text('reason'), ...awayWords(data)];
  return [minute, ...words].filter((word) => word !== '').join(' ');
}

function awayWords({ away, evenAway }: CaseEvent['data']): string[] {
  return [
    ...(typeof away === 'string' ? [`without ${away}`] : []),
    ...(evenAway === true ? ['though-away'] : []),
  ];
}

function waitOf(next: NextAct): string {
  if (next.act === 'wait') return `then ${next.because} ${next.at / MIN}`;
  return `then ${next.act === 'none' ? next.because : next.act}`;
}

/** A case whose time passes as its chain and its log say: what was written, and what is waited for in the end. */
function play({ who, happens, until, steps, repeat, lastResort, lapsesAfter }: Story): string[] {
  const log: CaseEvent[] = [];
  const told: string[] = [];
  const add = (line: Pick<CaseEvent, 'time' | 'kind' | 'data'>, actor = 'watchcase') =>
    log.push({ ...line, caseId: 1, seq: log.length + 1, actor, text: '' });
  const chain = { id: 'c', team: 't', steps, repeat, lastResort, lapsesAfter };
  const askAt =
    (now: number): AskWho =>
    ({ page: [first = ''], evenAway }) =>
      answerOf(who[typeof first === 'string' ? first : Object.values(first).join('')], now / MIN, evenAway);
  const moments = happens.map((line) => line.split(' '));
  for (let now = 0; ; ) {
    while (moments[0] !== undefined && Number(moments[0][0]) * MIN <= now) {
      const [minute, kind, actor, ...data] = moments.shift() as [string, CaseEvent['kind'], string];
      const read = JSON.parse(data.join(' ') || '{}') as Record<string, unknown>;
      add({ time: Number(minute) * MIN, kind, data: read }, actor);
      if (kind === 'opened') add({ time: 0, kind: 'chain', data: { chain: 'c', version: 1, content: 'x' } });
    }
    const state = foldEscalation(log, () => chain);
    const next = decideNext(state, askAt(now), now);
    const line = draftStep(state, next, { now, nameOf: (id) => id });
    if (line !== undefined) {
      told.push(wordsOf(line, now / MIN));
      add(line);
      continue;
    }
    const happensAt = moments[0] === undefined ? Number.POSITIVE_INFINITY : Number(moments[0][0]) * MIN;
    now = Math.min(happensAt, next.act === 'wait' ? next.at : Number.POSITIVE_INFINITY);
    if (now > until * MIN) return [...told, waitOf(next)];
  }
}

it.each(stories)('$name', (story) => {
  expect(play(story)).toEqual(story.expect);
});

it('says why nothing happens without a chain', () => {
  const opened = {
    caseId: 1,
    seq: 1,
    time: 0,
    kind: 'opened' as const,
    actor: 'watchcase',
    text: '',
    data: {},
  };
  const state = foldEscalation([opened], () => expect.fail('no chain is named'));
  expect(decideNext(state, () => ({ because: 'asked', people: ['zhao'] }), 0)).toEqual({
    act: 'none',
    because: 'no-chain',
  });
});
