import type { EscalationView } from '@watchcase/api';
import { roundsOf } from '@watchcase/oncall';
import { nameOf, type Snapshot } from '../directory/index.ts';
import type { Store } from '../store/index.ts';
import type { AskWho, Escalation } from './contract.ts';
import { decideNext, type NextAct } from './decide-next.ts';
import { draftStep } from './draft-step.ts';
import { foldEscalation, type ResolveChain, withOwnLine } from './fold-escalation.ts';
import { nextMoment } from './next-moment.ts';
import { readEscalating } from './read-escalating.ts';
import { chainResolver } from './take-chain.ts';
import { type Reachable, whoFor } from './who-is-there.ts';

/** Who was asked for a case, and who is next, as rotas and ways are now; undefined when there is no such case. */
export async function explainEscalation(
  db: Store['db'],
  caseId: number,
  { directory, roster }: { directory: Snapshot; roster: Reachable },
): Promise<EscalationView | undefined> {
  const place = await db
    .selectFrom('cases')
    .select(['customer_id', 'site_id'])
    .where('id', '=', caseId)
    .executeTakeFirst();
  const log = (await readEscalating(db, [caseId])).get(caseId);
  if (place === undefined || log === undefined) return undefined;
  const resolve = await chainResolver(db, log);
  const it = foldEscalation(log, resolve);
  const named = (id: string) => ({ id, name: roster.find(id)?.name ?? id });
  const { copy, walk, isLapsed } = it;
  const asked = walk?.askedAt == null ? null : { at: walk.askedAt, walk };
  return {
    case: `C-${caseId}`,
    chain:
      copy === null
        ? null
        : {
            id: copy.id,
            name: copy.chain.name ?? copy.id,
            version: copy.version,
            team: { id: copy.chain.team, name: nameOf(directory, 'teams', copy.chain.team) },
          },
    because: nextMoment(it).because,
    isLapsed,
    steps: copy?.chain.steps.length ?? 0,
    rounds: copy === null ? 0 : roundsOf(copy.chain),
    asked:
      asked === null
        ? null
        : {
            people: asked.walk.people.map(named),
            at: iso(asked.at),
            round: asked.walk.round,
            step: asked.walk.step,
          },
    next: nextOf(it, resolve, (at) => whoFor(it, place, { directory, roster, now: at }), named),
  };
}

/** What happens by itself next, steps that would pass left out. */
function nextOf(
  it: Escalation,
  resolve: ResolveChain,
  whoAt: (at: number) => AskWho,
  named: (id: string) => { id: string; name: string },
): EscalationView['next'] {
  const { at } = nextMoment(it);
  if (at === null) return null;
  for (let then = it; ; ) {
    const next = decideNext(then, whoAt(at), at);
    const line = draftStep(then, next, { now: at, nameOf: (id) => id });
    if (next.act !== 'pass' || line === undefined) return nextView(next, { at, it: then, named });
    then = withOwnLine(then, line, resolve);
  }
}

function nextView(
  next: NextAct,
  { at, it, named }: { at: number; it: Escalation; named: (id: string) => { id: string; name: string } },
): EscalationView['next'] {
  const view = (what: NonNullable<EscalationView['next']>['what'], people: readonly string[]) => ({
    what,
    at: iso(at),
    people: people.map(named),
    round: null,
    step: null,
  });
  switch (next.act) {
    case 'ask':
      return { ...view('step', next.people), round: next.place.round, step: next.place.step };
    case 'last-resort':
      return view('last-resort', next.people);
    case 'progress':
      return view('progress', next.people);
    case 'lapse':
      return view('lapse', it.assignee === null ? [] : [it.assignee]);
    case 'end':
      return view('end', []);
    default:
      return null;
  }
}

function iso(ms: number): string {
  return new Date(Math.round(ms)).toISOString();
}
