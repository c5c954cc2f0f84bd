import { useSignal } from '@preact/signals';
import { type CaseDetail, type CauseKind, causeKinds, isUnresolved, type WhileFiring } from '@watchcase/api';
import type { CaseAct } from '../../api/client.ts';
import type { Fault } from '../../api/fault.ts';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { texts } from '../../texts/index.ts';
import { AskWhileFiring } from './ask-while-firing.tsx';

/** What every dialog about an act is given. */
export interface ActDialogProps {
  it: CaseDetail;
  busy: boolean;
  fault: Fault | undefined;
  run: (act: CaseAct) => Promise<void>;
  cancel: () => void;
}

const LONGEST = 10_000;

/** Whether an alert of the case fires now. */
export function isFiring(it: CaseDetail): boolean {
  return it.alerts.some((alert) => alert.state === 'firing');
}

/** Asks for a note. Who is to read it is the button that ends it. */
export function NoteDialog({ busy, fault, run, cancel }: ActDialogProps) {
  const { cases } = texts.value;
  const text = useSignal('');
  const noteFor = (visibility: 'internal' | 'customer') => () =>
    void run({ act: 'notes', text: text.value.trim(), visibility });
  return (
    <Dialog
      title={cases.addNote}
      confirm={cases.noteForUs}
      also={{ text: cases.noteForCustomer, submit: noteFor('customer') }}
      busy={busy}
      cancel={cancel}
      submit={noteFor('internal')}
    >
      <Field
        label={cases.noteLabel}
        lines={5}
        value={text.value}
        input={(words) => (text.value = words)}
        maxLength={LONGEST}
        autoFocus
        required
      />
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}

/** Asks for cause and solution, and what becomes of the case where the fault is still there. */
export function ResolveDialog({ it, busy, fault, run, cancel }: ActDialogProps) {
  const { cases, caseWork } = texts.value;
  const cause = useSignal('');
  const causeKind = useSignal<CauseKind | ''>('');
  const solution = useSignal('');
  const whileFiring = useSignal<WhileFiring>('comes-back');
  const firing = isFiring(it);
  return (
    <Dialog
      title={cases.resolveTitle}
      confirm={cases.resolve}
      busy={busy}
      cancel={cancel}
      submit={() =>
        void run({
          act: 'resolve',
          cause: cause.value.trim(),
          solution: solution.value.trim(),
          ...(causeKind.value === '' ? {} : { causeKind: causeKind.value }),
          ...(firing ? { whileFiring: whileFiring.value } : {}),
        })
      }
    >
      {firing ? <AskWhileFiring chosen={whileFiring} /> : null}
      <Field
        label={cases.cause}
        hint={cases.causeHint}
        lines={3}
        value={cause.value}
        input={(words) => (cause.value = words)}
        maxLength={LONGEST}
        autoFocus
      />
      <ChoiceField<CauseKind | ''>
        label={caseWork.causeKind}
        value={causeKind.value}
        options={[
          { value: '', text: caseWork.anyCauseKind },
          ...causeKinds.map((value) => ({ value, text: caseWork.causeKinds[value] })),
        ]}
        choose={(value) => (causeKind.value = value)}
      />
      <Field
        label={cases.solution}
        hint={cases.solutionHint}
        lines={4}
        value={solution.value}
        input={(words) => (solution.value = words)}
        maxLength={LONGEST}
      />
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}

/** Makes sure that the case is meant to end. */
export function CloseDialog({ it, busy, fault, run, cancel }: ActDialogProps) {
  const { cases } = texts.value;
  const text = useSignal('');
  const whileFiring = useSignal<WhileFiring>('comes-back');
  const asks = isUnresolved(it.state) && isFiring(it);
  return (
    <Dialog
      title={cases.closeTitle}
      confirm={cases.close}
      danger
      busy={busy}
      cancel={cancel}
      submit={() =>
        void run({
          act: 'close',
          text: text.value.trim(),
          ...(asks ? { whileFiring: whileFiring.value } : {}),
        })
      }
    >
      <p>{cases.closeText}</p>
      {isUnresolved(it.state) ? <p class="caution">{cases.closeResolves}</p> : null}
      {asks ? <AskWhileFiring chosen={whileFiring} /> : null}
      <Field
        label={cases.closeLabel}
        lines={3}
        value={text.value}
        input={(words) => (text.value = words)}
        maxLength={LONGEST}
      />
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}
