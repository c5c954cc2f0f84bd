import { useSignal } from '@preact/signals';
import type { DutyChangesView } from '@watchcase/api';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { serverNow } from '../../state/server-time.ts';
import { texts } from '../../texts/index.ts';
import { localInput } from '../../words/local-input.ts';
import { isoOf, TimeField } from '../../parts/time-field.tsx';
import { useMaking } from './use-making.ts';

export interface ChangeDialogProps {
  answer: DutyChangesView;
  rota: string;
  done: () => void;
  cancel: () => void;
}

const HOUR_MS = 3_600_000;

/** Puts somebody on duty for a while. */
export function OverrideDialog({ answer, rota: first, done, cancel }: ChangeDialogProps) {
  const { oncall, shell } = texts.value;
  const { busy, fault, send } = useMaking('overrides', done);
  const rota = useSignal(first === '' ? (answer.rotas[0]?.id ?? '') : first);
  const person = useSignal(answer.me?.id ?? answer.people[0]?.id ?? '');
  const instead = useSignal('');
  const from = useSignal(localInput(serverNow()));
  const to = useSignal(localInput(serverNow() + 12 * HOUR_MS));
  const note = useSignal('');
  const people = answer.people.map(({ id, name }) => ({ value: id, text: name }));

  function submit(): void {
    void send({
      rota: rota.value,
      people: [person.value],
      from: isoOf(from.value),
      to: isoOf(to.value),
      ...(instead.value === '' ? {} : { instead: instead.value }),
      ...(note.value.trim() === '' ? {} : { note: note.value.trim() }),
    });
  }

  return (
    <Dialog title={oncall.override} confirm={shell.save} busy={busy.value} cancel={cancel} submit={submit}>
      <ChoiceField
        label={oncall.rota}
        value={rota.value}
        options={answer.rotas.map(({ id, name }) => ({ value: id, text: name }))}
        choose={(id) => (rota.value = id)}
      />
      <ChoiceField
        label={oncall.person}
        value={person.value}
        options={people.filter(({ value }) => answer.decidesForOthers || value === answer.me?.id)}
        choose={(id) => (person.value = id)}
      />
      <ChoiceField
        label={oncall.insteadOf}
        value={instead.value}
        options={[{ value: '', text: oncall.everybody }, ...people]}
        choose={(id) => (instead.value = id)}
      />
      <TimeField
        label={oncall.from}
        type="datetime-local"
        value={from.value}
        input={(text) => (from.value = text)}
      />
      <TimeField
        label={oncall.to}
        type="datetime-local"
        value={to.value}
        input={(text) => (to.value = text)}
      />
      <Field label={oncall.note} value={note.value} input={(text) => (note.value = text)} maxLength={2000} />
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </Dialog>
  );
}
