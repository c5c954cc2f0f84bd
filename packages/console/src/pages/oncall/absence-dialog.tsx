import { useSignal } from '@preact/signals';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { serverNow } from '../../state/server-time.ts';
import { texts } from '../../texts/index.ts';
import { localInput } from '../../words/local-input.ts';
import type { ChangeDialogProps } from './override-dialog.tsx';
import { TimeField } from '../../parts/time-field.tsx';
import { useMaking } from './use-making.ts';

/** Says that somebody is away. */
export function AbsenceDialog({ answer, done, cancel }: ChangeDialogProps) {
  const { oncall, shell } = texts.value;
  const { busy, fault, send } = useMaking('absences', done);
  const today = localInput(serverNow()).slice(0, 10);
  const person = useSignal(answer.me?.id ?? answer.people[0]?.id ?? '');
  const from = useSignal(today);
  const to = useSignal(today);
  const kind = useSignal('vacation');
  const isOther = () => person.value !== answer.me?.id;
  return (
    <Dialog
      title={oncall.absence}
      confirm={shell.save}
      busy={busy.value}
      cancel={cancel}
      submit={() =>
        void send({
          ...(isOther() ? { person: person.value } : {}),
          from: from.value,
          to: to.value,
          kind: kind.value,
        })
      }
    >
      <ChoiceField
        label={oncall.person}
        value={person.value}
        options={answer.people
          .filter(({ id }) => answer.decidesForOthers || id === answer.me?.id)
          .map(({ id, name }) => ({ value: id, text: name }))}
        choose={(id) => (person.value = id)}
      />
      <TimeField
        label={oncall.firstDay}
        type="date"
        value={from.value}
        input={(text) => (from.value = text)}
      />
      <TimeField label={oncall.lastDay} type="date" value={to.value} input={(text) => (to.value = text)} />
      <ChoiceField
        label={oncall.kind}
        value={kind.value}
        options={Object.entries(oncall.kinds).map(([value, text]) => ({ value, text }))}
        choose={(value) => (kind.value = value)}
      />
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </Dialog>
  );
}
