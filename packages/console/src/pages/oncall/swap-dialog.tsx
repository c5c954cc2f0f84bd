import { useSignal } from '@preact/signals';
import { readDutyPreview } from '../../api/oncall.ts';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { serverNow } from '../../state/server-time.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { weekBegin } from '../../words/duty-weeks.ts';
import { localInput } from '../../words/local-input.ts';
import { offeredSwap } from '../../words/offered-swap.ts';
import type { ChangeDialogProps } from './override-dialog.tsx';
import { isoOf, TimeField } from '../../parts/time-field.tsx';
import { useMaking } from './use-making.ts';

/** A span as the fields have it, on the reader's wall. */
interface LocalSpan {
  from: string;
  to: string;
}

const WEEKS_AHEAD = 8;
const week = (weeks: number) => localInput(weekBegin(serverNow(), weeks));
const localOf = (span: { from: string; to: string } | undefined): LocalSpan | undefined =>
  span && { from: localInput(Date.parse(span.from)), to: localInput(Date.parse(span.to)) };

/** Asks somebody to take one's duty, and offers what is taken in return: the next turns of both, until other times are typed. */
export function SwapDialog({ answer, rota: first, done, cancel }: ChangeDialogProps) {
  const { oncall } = texts.value;
  const { busy, fault, send } = useMaking('swaps', done);
  const rota = useSignal(first === '' ? (answer.rotas[0]?.id ?? '') : first);
  const person = useSignal(answer.me?.id ?? answer.people[0]?.id ?? '');
  const other = useSignal(answer.people.find(({ id }) => id !== person.value)?.id ?? '');
  const typed = useSignal<{ given?: LocalSpan; back?: LocalSpan }>({});
  const isReturned = useSignal(true);
  const people = answer.people.map(({ id, name }) => ({ value: id, text: name }));
  const ahead = useResource(`turns ${rota.value}`, (signal) => {
    const [from, to] = [0, WEEKS_AHEAD].map((weeks) => new Date(weekBegin(serverNow(), weeks)).toISOString());
    return readDutyPreview({ rota: rota.value, from: from ?? '', to: to ?? '' }, signal);
  });
  const offered = offeredSwap(ahead.data.value?.items[0]?.spans ?? [], {
    person: person.value,
    other: other.value,
    now: serverNow(),
  });
  const given = typed.value.given ?? localOf(offered.given) ?? { from: week(1), to: week(2) };
  const back = typed.value.back ?? localOf(offered.back) ?? { from: week(2), to: week(3) };
  const spanOf = ({ from, to }: { from: string; to: string }) => ({ from: isoOf(from), to: isoOf(to) });

  function submit(): void {
    void send({
      rota: rota.value,
      ...(person.value === answer.me?.id ? {} : { person: person.value }),
      with: other.value,
      ...spanOf(given),
      ...(isReturned.value ? { back: spanOf(back) } : {}),
    });
  }

  return (
    <Dialog title={oncall.swap} confirm={oncall.swap} busy={busy.value} cancel={cancel} submit={submit}>
      <ChoiceField
        label={oncall.rota}
        value={rota.value}
        options={answer.rotas.map(({ id, name }) => ({ value: id, text: name }))}
        choose={(id) => (rota.value = id)}
      />
      {answer.decidesForOthers ? (
        <ChoiceField
          label={oncall.person}
          value={person.value}
          options={people}
          choose={(id) => (person.value = id)}
        />
      ) : null}
      <ChoiceField
        label={oncall.with}
        value={other.value}
        options={people.filter(({ value }) => value !== person.value)}
        choose={(id) => (other.value = id)}
      />
      <SpanFields
        labels={[oncall.giveFrom, oncall.giveTo]}
        value={given}
        input={(span) => (typed.value = { ...typed.value, given: span })}
      />
      <label class="tick">
        <input
          type="checkbox"
          checked={isReturned.value}
          onChange={() => (isReturned.value = !isReturned.value)}
        />
        <span>{oncall.withReturn}</span>
      </label>
      {isReturned.value ? (
        <SpanFields
          labels={[oncall.backFrom, oncall.backTo]}
          value={back}
          input={(span) => (typed.value = { ...typed.value, back: span })}
        />
      ) : null}
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </Dialog>
  );
}

interface SpanFieldsProps {
  labels: readonly [string, string];
  value: { from: string; to: string };
  input: (span: { from: string; to: string }) => void;
}

function SpanFields({ labels: [first, last], value, input }: SpanFieldsProps) {
  return (
    <>
      <TimeField
        label={first}
        type="datetime-local"
        value={value.from}
        input={(from) => input({ ...value, from })}
      />
      <TimeField
        label={last}
        type="datetime-local"
        value={value.to}
        input={(to) => input({ ...value, to })}
      />
    </>
  );
}
