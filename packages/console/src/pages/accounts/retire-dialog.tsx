import { useSignal } from '@preact/signals';
import type { Account } from '@watchcase/api';
import { changeAccount } from '../../api/accounts.ts';
import { faultOf } from '../../api/fault.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { say } from '../../parts/toast.tsx';
import { faultText, texts } from '../../texts/index.ts';

/** Asks before somebody is signed out for good; `close` says whether they were. */
export function RetireDialog({ of, close }: { of: Account; close: (changed: boolean) => void }) {
  const { access } = texts.value;
  const busy = useSignal(false);
  return (
    <Dialog
      title={access.retire}
      confirm={access.retire}
      danger
      busy={busy.value}
      submit={() => {
        busy.value = true;
        changeAccount(of.id, { retired: true }).then(
          () => close(true),
          (error: unknown) => {
            busy.value = false;
            say(faultText(faultOf(error)));
          },
        );
      }}
      cancel={() => close(false)}
    >
      <p>{access.retireQuestion(of.name)}</p>
    </Dialog>
  );
}
