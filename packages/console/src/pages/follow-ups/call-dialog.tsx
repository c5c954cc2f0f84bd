import { useSignal } from '@preact/signals';
import type { FollowUp } from '@watchcase/api';
import { writeFollowUp } from '../../api/follow-ups.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { RadioField } from '../../parts/radio-field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { say } from '../../parts/toast.tsx';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';
import { aboutOf } from './about-of.ts';

interface CallDialogProps {
  it: FollowUp;
  done: () => void;
  cancel: () => void;
}

/** Asks what the customer said. */
export function CallDialog({ it, done, cancel }: CallDialogProps) {
  const { caseWork } = texts.value;
  const satisfied = useSignal(true);
  const text = useSignal('');
  const { busy, fault, attempt } = useTrying();

  async function submit(): Promise<void> {
    await writeFollowUp(it.id, { satisfied: satisfied.value, text: text.value.trim() });
    say(caseWork.callWritten);
    done();
  }

  return (
    <Dialog
      title={caseWork.callMade}
      confirm={texts.value.shell.save}
      busy={busy.value}
      cancel={cancel}
      submit={() => void attempt(submit)}
    >
      <p class="soft">{`${aboutOf(it)} · ${it.customer.name}`}</p>
      <RadioField
        label={caseWork.wasSatisfied}
        name="satisfied"
        value={satisfied.value}
        options={[
          { value: true, text: caseWork.satisfied },
          { value: false, text: caseWork.notSatisfied },
        ]}
        choose={(value) => (satisfied.value = value)}
      />
      <Field
        label={caseWork.whatSaid}
        lines={4}
        value={text.value}
        input={(typed) => (text.value = typed)}
        maxLength={10_000}
      />
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </Dialog>
  );
}
