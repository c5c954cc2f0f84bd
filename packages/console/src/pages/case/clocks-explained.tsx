import { useSignal } from '@preact/signals';
import type { CaseDetail, ExplainedRoundView } from '@watchcase/api';
import { readClocksExplained } from '../../api/client.ts';
import { Moment } from '../../parts/moment.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { useResource } from '../../state/use-resource.ts';
import { labelled, texts } from '../../texts/index.ts';
import { spanText } from '../../words/span.ts';

/** Why each clock of the case stands as it does: opened by whoever wants to know. */
export function ClocksExplained({ it }: { it: CaseDetail }) {
  const isOpen = useSignal(false);
  return (
    <section class="card">
      <details class="explained" onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
        <summary>
          <h2>{texts.value.cases.explained.title}</h2>
        </summary>
        {isOpen.value ? <Rounds id={it.id} /> : null}
      </details>
    </section>
  );
}

function Rounds({ id }: { id: number }) {
  const { cases } = texts.value;
  const kept = useResource(`clocks ${id}`, (signal) => readClocksExplained(id, signal), {
    touchedBy: (change) => change.cases.includes(id),
    everyMs: 60_000,
  });
  const answer = kept.data.value;
  if (kept.fault.value !== undefined) return <FaultNote fault={kept.fault.value} retry={kept.refresh} />;
  if (answer === undefined) return <Waiting rows={2} height={80} />;
  return (
    <>
      <p class="soft">{cases.explained.judgedBy(answer.policy)}</p>
      {answer.clocks.map(({ target, rounds }) => (
        <div key={target} class="explained-clock">
          <h3>{cases.target[target]}</h3>
          {rounds.toReversed().map((round) => (
            <Round key={`${round.since} ${round.due}`} round={round} />
          ))}
        </div>
      ))}
    </>
  );
}

function Round({ round }: { round: ExplainedRoundView }) {
  const { cases, shell } = texts.value;
  const words = cases.explained;
  const span = (seconds: number) => spanText(seconds * 1000, shell.unit);
  return (
    <dl class="facts explained-round">
      <dt>{words.promised}</dt>
      <dd>
        {span(round.limitSeconds)} <span class="soft">({words.on(words.calendar(round.calendar))})</span>
        {round.isOutsideHours ? <span class="mark">{words.outsideHours}</span> : null}
      </dd>
      <dt>{words.since}</dt>
      <dd>
        <Moment at={round.since} />
      </dd>
      <dt>{words.due}</dt>
      <dd>
        <Moment at={round.due} />
        {round.isProvisional ? (
          <span class="mark" title={words.provisionalHint}>
            {words.provisional}
          </span>
        ) : null}
      </dd>
      <dt>{words.counted}</dt>
      <dd>
        {span(round.countedSeconds)}
        <ul class="spans">
          {round.counted.map(({ from, to, calendar }) => (
            <li key={from}>
              <Moment at={from} /> – <Moment at={to} />{' '}
              <span class="soft">
                {span((Date.parse(to) - Date.parse(from)) / 1000)}, {words.calendar(calendar)}
              </span>
            </li>
          ))}
          {round.pauses.map(({ from, to, reason }) => (
            <li key={`paused ${from}`} class="paused">
              {labelled(words.paused[reason], '')}
              <Moment at={from} /> – {to === null ? words.openEnd : <Moment at={to} />}
            </li>
          ))}
        </ul>
      </dd>
      <dt>{words.outcomeLabel}</dt>
      <dd>
        {words.outcome[round.outcome]} {round.stoppedAt === null ? null : <Moment at={round.stoppedAt} />}
      </dd>
    </dl>
  );
}
