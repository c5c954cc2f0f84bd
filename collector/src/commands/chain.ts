import { type EscalationView, escalationSchema } from '@watchcase/api';
import { localTime } from '@watchcase/runtime';
import { askCollector } from './ask-collector.ts';
import type { Options } from './needs.ts';

const standings: Readonly<Record<EscalationView['because'], string>> = {
  asking: 'nobody has it',
  acknowledged: 'somebody has it',
  progress: 'somebody has it, and the customer has not heard of it',
  held: 'it is on hold',
  over: 'it has ended',
  'detected-late': 'it was learned from late data: nobody is paged',
  ended: 'the chain is at its end: nobody else is asked',
  'no-chain': 'no chain answers for it: everybody of the config’s duty was paged',
};
const acts: Readonly<Record<NonNullable<EscalationView['next']>['what'], string>> = {
  step: 'asked',
  'last-resort': 'asked, as the last resort',
  lapse: 'must have been seen at it by then, or others are asked',
  progress: 'asked for progress',
  end: 'the chain is at its end',
};

/** `oncall chain CASE`: who was asked for it and who is next, by the wall of `zone`. */
export async function chainLines(name: string, zone: string, options: Options): Promise<string[]> {
  const id = name.replace(/^C-/i, '');
  const answer = await askCollector(`/cases/${encodeURIComponent(id)}/escalation`, options);
  return linesOfChain(escalationSchema.parse(answer), zone);
}

/** The same in words (pure). */
export function linesOfChain(it: EscalationView, zone: string): string[] {
  const at = (time: string) => localTime(time, zone).slice(0, 19);
  const people = (list: readonly { name: string }[]) => list.map((one) => one.name).join(', ');
  const { chain, asked, next } = it;
  const lapsed = it.isLapsed ? ', and was not seen at it for too long' : '';
  return [
    chain === null
      ? `${it.case}: ${standings[it.because]}`
      : `${it.case}, chain ${chain.id}@${chain.version} of ${chain.team.name}; times of ${zone}: ${it.isLapsed ? `somebody has it${lapsed}` : standings[it.because]}`,
    ...(asked === null ? [] : [`  ${at(asked.at)}  ${people(asked.people)} asked${placeOf(asked, it)}`]),
    ...(next === null
      ? []
      : [
          `  ${at(next.at)}  ${[people(next.people), acts[next.what]].filter((text) => text !== '').join(' ')}${placeOf(next, it)}`,
        ]),
  ];
}

function placeOf(
  { round, step }: { round: number | null; step: number | null },
  { steps, rounds }: EscalationView,
): string {
  return round === null || step === null || step === 0
    ? ''
    : ` (step ${step} of ${steps}, walk ${round} of ${rounds})`;
}
