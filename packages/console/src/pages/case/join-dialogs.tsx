import { useSignal } from '@preact/signals';
import { type Relation, relations } from '@watchcase/api';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { language } from '../../state/language.ts';
import { texts } from '../../texts/index.ts';
import type { ActDialogProps } from './act-dialogs.tsx';
import { CaseChoice } from './case-choice.tsx';

/** Asks to which case it belongs, and how. */
export function LinkDialog({ it, busy, fault, run, cancel }: ActDialogProps) {
  const { caseWork } = texts.value;
  const to = useSignal(0);
  const relation = useSignal<Relation>('related');
  return (
    <Dialog
      title={caseWork.linkTitle}
      confirm={caseWork.link}
      busy={busy || to.value === 0}
      cancel={cancel}
      submit={() => void run({ act: 'link', to: to.value, relation: relation.value })}
    >
      <CaseChoice of={it} view="all" chosen={to} />
      <ChoiceField
        label={caseWork.relation}
        value={relation.value}
        options={relations.map((value) => ({ value, text: caseWork.relations[value] }))}
        choose={(value) => (relation.value = value)}
      />
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}

/** Asks of which case it is to become part. */
export function MergeDialog({ it, busy, fault, run, cancel }: ActDialogProps) {
  const { caseWork } = texts.value;
  const into = useSignal(0);
  return (
    <Dialog
      title={caseWork.mergeTitle}
      confirm={caseWork.merge}
      danger
      busy={busy || into.value === 0}
      cancel={cancel}
      submit={() => void run({ act: 'merge', into: into.value })}
    >
      <p>{caseWork.mergeText}</p>
      <CaseChoice of={it} view="unresolved" chosen={into} />
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}

/** Asks what the new case is called, and which alerts go there. */
export function SplitDialog({ it, busy, fault, run, cancel }: ActDialogProps) {
  const { cases, caseWork } = texts.value;
  const title = useSignal('');
  const alerts = useSignal<readonly string[]>([]);
  const active = it.alerts.filter(({ state }) => state !== 'resolved');
  return (
    <Dialog
      title={caseWork.splitTitle}
      confirm={caseWork.split}
      busy={busy}
      cancel={cancel}
      submit={() => void run({ act: 'split', title: title.value.trim(), alerts: alerts.value })}
    >
      <p>{caseWork.splitText}</p>
      <Field
        label={cases.what}
        value={title.value}
        input={(typed) => (title.value = typed)}
        maxLength={200}
        autoFocus
        required
      />
      {active.length === 0 ? null : (
        <fieldset class="ask">
          <legend>{caseWork.splitAlerts}</legend>
          {active.map(({ id, titles }) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={alerts.value.includes(id)}
                onChange={(event) => {
                  const others = alerts.value.filter((one) => one !== id);
                  alerts.value = event.currentTarget.checked ? [...others, id] : others;
                }}
              />
              <span>{titles[language.value]}</span>
            </label>
          ))}
        </fieldset>
      )}
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}
