import { useSignal } from '@preact/signals';
import { type Account, type NewAccount, type Role, roles } from '@watchcase/api';
import { addAccount, changeAccount } from '../../api/accounts.ts';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';

/** Writes an account: a new one, or what is to be different; `close` says whether it was. */
export function AccountDialog({ of, close }: { of?: Account; close: (changed: boolean) => void }) {
  const { access, shell } = texts.value;
  const name = useSignal(of?.name ?? '');
  const email = useSignal(of?.email ?? '');
  const role = useSignal<Role>(of?.role ?? 'engineer');
  const customers = useSignal(of?.customers?.join(', ') ?? '');
  const { busy, fault, attempt } = useTrying();

  async function submit(): Promise<void> {
    const ids = customers.value.split(/[,，\s]+/).filter((id) => id !== '');
    const wanted: NewAccount = {
      name: name.value,
      email: email.value.trim() === '' ? null : email.value.trim(),
      role: role.value,
      customers: ids.length === 0 ? null : ids,
      teams: of?.teams ?? [],
      language: of?.language ?? null,
    };
    await (of === undefined ? addAccount(wanted) : changeAccount(of.id, wanted));
    close(true);
  }

  return (
    <Dialog
      title={of === undefined ? access.addAccount : of.name}
      confirm={shell.save}
      busy={busy.value}
      submit={() => void attempt(submit)}
      cancel={() => close(false)}
    >
      <Field
        label={access.name}
        value={name.value}
        input={(text) => {
          name.value = text;
        }}
        required
        maxLength={100}
      />
      <Field
        label={access.email}
        value={email.value}
        input={(text) => {
          email.value = text;
        }}
        maxLength={200}
      />
      <ChoiceField
        label={access.role}
        value={role.value}
        options={roles.map((value) => ({ value, text: access.roles[value] }))}
        choose={(value) => {
          role.value = value;
        }}
      />
      <Field
        label={access.customers}
        value={customers.value}
        input={(text) => {
          customers.value = text;
        }}
        hint={access.customersHint}
        maxLength={2000}
      />
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </Dialog>
  );
}
