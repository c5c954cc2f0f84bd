import { useSignal } from '@preact/signals';
import { retireBackup } from '../../api/client.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { useTrying } from '../../state/use-trying.ts';
import { labelled, texts } from '../../texts/index.ts';

/** Leaves out a backup job that nobody makes any more, after asking. */
export function RetireBackup({ hostId, job, changed }: { hostId: string; job: string; changed: () => void }) {
  const { backup: word } = texts.value.hosts;
  const isAsked = useSignal(false);
  const { busy, fault, attempt, forget } = useTrying();

  async function submit(): Promise<void> {
    await retireBackup(hostId, job);
    isAsked.value = false;
    changed();
  }

  return (
    <>
      <button type="button" class="plain" onClick={() => (isAsked.value = true)}>
        {word.retire}
      </button>
      {isAsked.value ? (
        <Dialog
          title={labelled(word.retire, job)}
          confirm={word.retire}
          busy={busy.value}
          danger
          cancel={() => {
            isAsked.value = false;
            forget();
          }}
          submit={() => void attempt(submit)}
        >
          <p>{word.retireText}</p>
          {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
        </Dialog>
      ) : null}
    </>
  );
}
