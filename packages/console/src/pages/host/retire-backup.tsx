import { useSignal } from '@preact/signals';
import { retireBackup } from '../../api/client.ts';
import { type Fault, faultOf } from '../../api/fault.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { texts } from '../../texts/index.ts';

/** Leaves out a backup job that nobody makes any more, after asking. */
export function RetireBackup({ hostId, job, changed }: { hostId: string; job: string; changed: () => void }) {
  const { backup: word } = texts.value.hosts;
  const isAsked = useSignal(false);
  const busy = useSignal(false);
  const fault = useSignal<Fault | undefined>(undefined);

  async function submit(): Promise<void> {
    busy.value = true;
    fault.value = undefined;
    try {
      await retireBackup(hostId, job);
      isAsked.value = false;
      changed();
    } catch (error) {
      fault.value = faultOf(error);
    } finally {
      busy.value = false;
    }
  }

  return (
    <>
      <button type="button" class="plain" onClick={() => (isAsked.value = true)}>
        {word.retire}
      </button>
      {isAsked.value ? (
        <Dialog
          title={`${word.retire}: ${job}`}
          confirm={word.retire}
          busy={busy.value}
          danger
          cancel={() => (isAsked.value = false)}
          submit={() => void submit()}
        >
          <p>{word.retireText}</p>
          {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
        </Dialog>
      ) : null}
    </>
  );
}
