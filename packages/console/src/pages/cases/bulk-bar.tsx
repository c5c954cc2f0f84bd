import { type Signal, useSignal } from '@preact/signals';
import { actOnCases, readPeople } from '../../api/client.ts';
import type { Fault } from '../../api/fault.ts';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { say } from '../../parts/toast.tsx';
import { useResource } from '../../state/use-resource.ts';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';

interface BulkBarProps {
  chosen: Signal<ReadonlySet<number>>;
  done: () => void;
}

/** What can be done to all chosen cases at once. */
export function BulkBar({ chosen, done }: BulkBarProps) {
  const { cases } = texts.value;
  const asking = useSignal<'note' | 'assign' | undefined>(undefined);
  const { busy, fault, attempt } = useTrying();

  const run = (deed: object) =>
    attempt(async () => {
      const { items } = await actOnCases([...chosen.value], deed);
      const refused = items.filter(({ code }) => code !== null);
      say(cases.bulkDone(items.length - refused.length, refused.length));
      chosen.value = new Set(refused.map(({ id }) => id));
      asking.value = undefined;
      done();
    });

  if (chosen.value.size === 0) return null;
  const dialog = { busy: busy.value, fault: fault.value, run, cancel: () => (asking.value = undefined) };
  return (
    <div class="bulk-bar" role="toolbar" aria-label={cases.bulk}>
      <strong>{cases.chosenCount(chosen.value.size)}</strong>
      <button
        type="button"
        class="primary"
        aria-disabled={busy.value}
        onClick={() => void run({ kind: 'acknowledge' })}
      >
        {cases.acknowledge}
      </button>
      <button type="button" class="plain" onClick={() => (asking.value = 'assign')}>
        {cases.assign}
      </button>
      <button type="button" class="plain" onClick={() => (asking.value = 'note')}>
        {cases.note}
      </button>
      <button type="button" class="plain" onClick={() => (chosen.value = new Set())}>
        {texts.value.shell.cancel}
      </button>
      {fault.value === undefined || asking.value !== undefined ? null : <FaultNote fault={fault.value} />}
      {asking.value === 'note' ? <BulkNote {...dialog} /> : null}
      {asking.value === 'assign' ? <BulkAssign {...dialog} /> : null}
    </div>
  );
}

interface BulkDialogProps {
  busy: boolean;
  fault: Fault | undefined;
  run: (deed: object) => Promise<boolean>;
  cancel: () => void;
}

function BulkNote({ busy, fault, run, cancel }: BulkDialogProps) {
  const { cases } = texts.value;
  const text = useSignal('');
  return (
    <Dialog
      title={cases.addNote}
      confirm={cases.addNote}
      busy={busy}
      cancel={cancel}
      submit={() => void run({ kind: 'note', text: text.value.trim() })}
    >
      <Field
        label={cases.noteLabel}
        lines={4}
        value={text.value}
        input={(typed) => (text.value = typed)}
        autoFocus
        required
      />
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}

function BulkAssign({ busy, fault, run, cancel }: BulkDialogProps) {
  const { cases } = texts.value;
  const people = useResource('people', readPeople);
  const person = useSignal('');
  const names = (people.data.value?.items ?? []).map(({ name }) => name);
  return (
    <Dialog
      title={cases.assignTitle}
      confirm={cases.assign}
      busy={busy}
      cancel={cancel}
      submit={() => void run({ kind: 'assign', person: person.value || null, team: null })}
    >
      <ChoiceField
        label={cases.assignPerson}
        value={person.value}
        options={[{ value: '', text: cases.nobody }, ...names.map((name) => ({ value: name, text: name }))]}
        choose={(value) => (person.value = value)}
      />
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}
