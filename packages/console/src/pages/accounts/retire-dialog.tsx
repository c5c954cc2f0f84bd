import type { Account } from '@watchcase/api';
import { changeAccount } from '../../api/accounts.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';

/** Asks before somebody is signed out for good; `close` says whether they were. */
export function RetireDialog({ of, close }: { of: Account; close: (changed: boolean) => void }) {
  const { access } = texts.value;
  const { busy, fault, attempt } = useTrying();
  return (
    <Dialog
      title={access.retire}
      confirm={access.retire}
      danger
      busy={busy.value}
      submit={() =>
        void attempt(async () => {
          await changeAccount(of.id, { retired: true });
          close(true);
        })
      }
      cancel={() => close(false)}
    >
      <p>{access.retireQuestion(of.name)}</p>
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </Dialog>
  );
}
