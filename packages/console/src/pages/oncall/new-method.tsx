import { useSignal } from '@preact/signals';
import type { ReachView } from '@watchcase/api';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Field } from '../../parts/field.tsx';
import { texts } from '../../texts/index.ts';

/** A further address. */
export function NewMethod({
  view,
  add,
}: {
  view: ReachView;
  add: (method: { id: string; channel: string; address: string }) => Promise<void>;
}) {
  const { contact } = texts.value;
  const channel = useSignal(view.channels[0]?.name ?? '');
  const address = useSignal('');
  if (view.channels.length === 0) return <p class="soft">{contact.noChannels}</p>;
  return (
    <form
      class="card contact-new"
      onSubmit={(event) => {
        event.preventDefault();
        const method = { id: freeId(view), channel: channel.value, address: address.value.trim() };
        void add(method).then(() => (address.value = ''));
      }}
    >
      <ChoiceField
        label={contact.channel}
        value={channel.value}
        options={view.channels.map(({ name, type }) => ({
          value: name,
          text: name === type ? name : `${name} (${type})`,
        }))}
        choose={(name) => (channel.value = name)}
      />
      <Field
        label={contact.address}
        value={address.value}
        input={(text) => (address.value = text)}
        hint={contact.addressHint}
        maxLength={254}
        required
      />
      <button type="submit" class="primary">
        {contact.add}
      </button>
    </form>
  );
}

/** `m1`, `m2` …: ids that no other method has. */
function freeId({ methods }: ReachView): string {
  for (let number = 1; ; number++) if (methods.every(({ id }) => id !== `m${number}`)) return `m${number}`;
}
