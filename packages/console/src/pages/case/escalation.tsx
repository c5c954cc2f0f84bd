import { type CaseDetail, type EscalationView, isUnresolved } from '@watchcase/api';
import { actOnCase, readEscalation } from '../../api/client.ts';
import { Moment } from '../../parts/moment.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { second } from '../../state/server-time.ts';
import { actingRole } from '../../state/session.ts';
import { useResource } from '../../state/use-resource.ts';
import { useTrying } from '../../state/use-trying.ts';
import { listed, texts } from '../../texts/index.ts';
import { clockFace } from '../../words/countdown.ts';

interface EscalationProps {
  it: CaseDetail;
  changed: (fresh: CaseDetail) => void;
}

/** Who was asked for the case and who is next; nothing where no chain answers for it, or nobody is to be asked. */
export function Escalation({ it, changed }: EscalationProps) {
  const kept = useResource(`escalation ${it.id}`, (signal) => readEscalation(it.id, signal), {
    touchedBy: (change) => change.cases.includes(it.id),
    everyMs: 60_000,
  });
  const answer = kept.data.value;
  if (!isUnresolved(it.state) || answer?.chain == null) return null;
  const { escalation } = texts.value;
  const { chain, asked, next } = answer;
  if (asked === null && next === null && answer.because !== 'ended') return null;
  return (
    <section class="card escalation">
      <h2>{escalation.title}</h2>
      <p class="soft">{escalation.chain(chain.name, chain.team.name)}</p>
      {answer.isLapsed ? <Lapsed it={it} changed={changed} /> : null}
      <dl class="facts">
        {asked === null ? null : (
          <>
            <dt>{escalation.asked}</dt>
            <dd>
              {namesOf(asked.people)} <span class="soft">{placeText(asked, answer)}</span>
              <br />
              <Moment at={asked.at} />
            </dd>
          </>
        )}
        {next === null ? null : <Next next={next} of={answer} />}
      </dl>
      {answer.because === 'ended' ? (
        <p>
          <strong>{escalation.nobodyElse}</strong>
        </p>
      ) : null}
    </section>
  );
}

function Next({ next, of }: { next: NonNullable<EscalationView['next']>; of: EscalationView }) {
  const { escalation, shell } = texts.value;
  const leftMs = Math.max(0, Date.parse(next.at) - second.value);
  return (
    <>
      <dt>{escalation.next}</dt>
      <dd>
        {escalation.what[next.what](namesOf(next.people))} <span class="soft">{placeText(next, of)}</span>
        <br />
        <Moment at={next.at} /> · {escalation.in} <strong>{clockFace(leftMs, shell.faceDay)}</strong>
      </dd>
    </>
  );
}

/** Whoever has it, and whoever else was asked, says that they are at it. */
function Lapsed({ it, changed }: EscalationProps) {
  const { escalation } = texts.value;
  const { busy, fault, attempt } = useTrying();
  const role = actingRole();
  return (
    <>
      <p>
        <strong>{escalation.lapsed(it.acknowledgedBy ?? '')}</strong>
      </p>
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
      {role === 'engineer' || role === 'admin' ? (
        <button
          type="button"
          class="primary"
          aria-disabled={busy.value}
          onClick={() => void attempt(async () => changed(await actOnCase(it.id, { act: 'acknowledge' })))}
        >
          {escalation.answer}
        </button>
      ) : null}
    </>
  );
}

function placeText(
  { round, step }: { round: number | null; step: number | null },
  { steps, rounds }: EscalationView,
): string {
  const { escalation } = texts.value;
  if (round === null || step === null || step === 0) return '';
  const place = escalation.place(step, steps);
  return `(${round === 1 ? place : listed([place, escalation.walk(round, rounds)])})`;
}

function namesOf(people: readonly { name: string }[]): string {
  return listed(people.map(({ name }) => name));
}
