import { useSignal } from '@preact/signals';
import type { HostDetail } from '@watchcase/api';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { useTrying } from '../../state/use-trying.ts';
import { labelled, texts } from '../../texts/index.ts';
import { nameFault } from '../add-host/name-faults.ts';
import type { ManageAct } from './manage-act.ts';

interface ManageDialogProps {
  what: ManageAct;
  host: HostDetail;
  cancel: () => void;
  /** Does it with what was typed, and closes the dialog. */
  act: (text: string) => Promise<void>;
}

/** Asks for the name, or whether it is meant; what is wrong with a name is said while it is typed. */
export function ManageDialog({ what, host, cancel, act }: ManageDialogProps) {
  const { manage } = texts.value.hosts;
  const typed = useSignal(nameNow(what, host));
  const { busy, fault, attempt } = useTrying();
  const complaint = nameFault(typed.value);

  function submit(): void {
    if (complaint === undefined) void attempt(() => act(typed.value.trim()));
  }

  const isAsked = what === 'revoke' || what === 'retire';
  const hints = {
    rename: manage.renameText(host.reportedName),
    move: manage.moveText,
    renameCustomer: manage.renamePlaceText(host.customer.id),
    renameSite: manage.renamePlaceText(host.site.id),
    revoke: manage.revokeText,
    retire: manage.retireText,
  };
  return (
    <Dialog
      title={labelled(manage[what], subjectOf(what, host))}
      confirm={manage[what]}
      busy={busy.value}
      danger={isAsked}
      cancel={cancel}
      submit={submit}
    >
      {isAsked ? (
        <p>{hints[what]}</p>
      ) : (
        <Field
          label={what === 'move' ? manage.site : manage.name}
          value={typed.value}
          input={(text) => (typed.value = text)}
          hint={hints[what]}
          complaint={complaint}
          required={what !== 'rename'}
          autoFocus
        />
      )}
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </Dialog>
  );
}

function subjectOf(what: ManageAct, { name, customer, site }: HostDetail): string {
  if (what === 'renameCustomer') return customer.name;
  return what === 'renameSite' ? site.name : name;
}

/** What stands in the field at first. */
function nameNow(what: ManageAct, host: HostDetail): string {
  if (what === 'rename') return host.nameGiven ? host.name : '';
  return what === 'renameCustomer' || what === 'renameSite' ? subjectOf(what, host) : '';
}
