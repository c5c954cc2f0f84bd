import { useSignal } from '@preact/signals';
import { readPeople } from '../../api/client.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import type { ActDialogProps } from './act-dialogs.tsx';

/** Asks whom the case goes to: those of duty who do not have it. */
export function HandOnDialog({ it, busy, fault, run, cancel }: ActDialogProps) {
  const { cases, caseWork } = texts.value;
  const note = useSignal('');
  const people = useResource('people', readPeople);
  const names = (people.data.value?.items ?? [])
    .map(({ name }) => name)
    .filter((name) => name !== it.acknowledgedBy);
  const chosen = useSignal('');
  const problem = fault ?? people.fault.value;
  return (
    <Dialog
      title={cases.handOnTitle}
      confirm={cases.handOn}
      busy={busy}
      cancel={cancel}
      submit={() => void run({ act: 'hand-on', to: chosen.value, note: note.value.trim() })}
    >
      <div class="field">
        <label for="hand-on-to">{cases.handOnTo}</label>
        <select
          id="hand-on-to"
          required
          value={chosen.value}
          onChange={(event) => (chosen.value = event.currentTarget.value)}
        >
          <option value="" />
          {names.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <Field
        label={caseWork.handOnNote}
        lines={3}
        value={note.value}
        input={(typed) => (note.value = typed)}
        maxLength={10_000}
      />
      {problem === undefined ? null : <FaultNote fault={problem} />}
    </Dialog>
  );
}

/** Makes sure that nobody is meant to have the case. */
export function GiveBackDialog({ busy, fault, run, cancel }: ActDialogProps) {
  const { cases } = texts.value;
  return (
    <Dialog
      title={cases.giveBackTitle}
      confirm={cases.giveBack}
      busy={busy}
      cancel={cancel}
      submit={() => void run({ act: 'give-back' })}
    >
      <p>{cases.giveBackText}</p>
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}
