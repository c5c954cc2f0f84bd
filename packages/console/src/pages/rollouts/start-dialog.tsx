import { useSignal } from '@preact/signals';
import { startRollout } from '../../api/rollouts.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';

/** Asks which version goes out. */
export function StartDialog({ done, cancel }: { done: () => void; cancel: () => void }) {
  const { rollouts } = texts.value;
  const version = useSignal('');
  const first = useSignal('');
  const { busy, fault, attempt } = useTrying();

  async function submit(): Promise<void> {
    const host = first.value.trim();
    await startRollout({ version: version.value.trim(), ...(host === '' ? {} : { first: host }) });
    done();
  }

  return (
    <Dialog
      title={rollouts.start}
      confirm={rollouts.start}
      busy={busy.value}
      cancel={cancel}
      submit={() => void attempt(submit)}
    >
      <Field
        label={rollouts.version}
        hint={rollouts.versionHint}
        required
        value={version.value}
        input={(typed) => (version.value = typed)}
        maxLength={64}
      />
      <Field
        label={rollouts.first}
        hint={rollouts.firstHint}
        value={first.value}
        input={(typed) => (first.value = typed)}
        maxLength={130}
      />
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </Dialog>
  );
}
