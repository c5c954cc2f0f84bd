import { type Signal, useSignal } from '@preact/signals';
import { type DirectoryRecordDetail, languages, type RecordKind } from '@watchcase/api';
import { putRecord } from '../../api/directory.ts';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Choices } from '../../parts/choices.tsx';
import { Field } from '../../parts/field.tsx';
import { say } from '../../parts/toast.tsx';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';
import { fieldText, type RecordField, recordFields, withFields } from '../../words/record-fields.ts';
import { RecordChoice } from './record-choice.tsx';
import { RecordFaults } from './record-faults.tsx';

interface RecordFormProps {
  kind: RecordKind;
  /** Undefined of a new one. */
  record: DirectoryRecordDetail | undefined;
  saved: (record: DirectoryRecordDetail) => void;
  cancel: () => void;
}

/** One record as fields, or as text where it has more than fields can hold. */
export function RecordForm({ kind, record, saved, cancel }: RecordFormProps) {
  const { directory, shell } = texts.value;
  const fields = recordFields[kind];
  const asText = useSignal(fields.length === 0);
  const id = useSignal(record?.id ?? '');
  const yaml = useSignal(record?.yaml.replace(/^id: .*\n/, '') ?? '');
  const typed = useSignal<Record<string, string>>(
    Object.fromEntries(fields.map((field) => [field.path, fieldText(record?.data ?? {}, field)])),
  );
  const { busy, fault, attempt } = useTrying();

  async function save(): Promise<void> {
    const version = record?.version ?? 0;
    const body = asText.value
      ? { yaml: yaml.value }
      : { data: withFields(record?.data ?? {}, fields, typed.value) };
    saved(await putRecord(kind, id.value.trim(), { ...body, version }));
    say(directory.saved);
  }

  return (
    <form
      class="card record-form"
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(save);
      }}
    >
      {fields.length === 0 ? null : (
        <Choices
          label={directory.edit}
          value={asText.value ? 'text' : 'fields'}
          options={[
            { value: 'fields', text: directory.asFields },
            { value: 'text', text: directory.asText },
          ]}
          choose={(value) => (asText.value = value === 'text')}
        />
      )}
      {record === undefined ? (
        <Field
          label={directory.fields['id'] ?? 'id'}
          value={id.value}
          input={(text) => (id.value = text)}
          hint={kind === 'sites' || kind === 'hosts' ? directory.placedIdHint : directory.idHint}
          required
          maxLength={130}
          autoFocus
        />
      ) : null}
      {asText.value ? (
        <Field label={directory.text} value={yaml.value} input={(text) => (yaml.value = text)} lines={18} />
      ) : (
        fields.map((field) => <OneField key={field.path} field={field} typed={typed} />)
      )}
      {fault.value === undefined ? null : <RecordFaults fault={fault.value} />}
      <div class="buttons">
        <button type="button" class="plain" onClick={cancel}>
          {shell.cancel}
        </button>
        <button type="submit" class="primary" aria-disabled={busy.value}>
          {directory.save}
        </button>
      </div>
    </form>
  );
}

function OneField({ field, typed }: { field: RecordField; typed: Signal<Record<string, string>> }) {
  const { directory } = texts.value;
  const { path, form, names } = field;
  const label = directory.fields[path] ?? path;
  const value = typed.value[path] ?? '';
  const input = (text: string) => (typed.value = { ...typed.value, [path]: text });
  if (names !== undefined) return <RecordChoice label={label} kind={names} value={value} choose={input} />;
  if (form === 'flag')
    return (
      <label class="check field">
        <input
          type="checkbox"
          checked={value === 'true'}
          onChange={(event) => input(event.currentTarget.checked ? 'true' : '')}
        />
        {label}
      </label>
    );
  if (form === 'language')
    return (
      <ChoiceField
        label={label}
        value={value}
        options={[
          { value: '', text: directory.nothing },
          ...languages.map((one) => ({ value: one, text: directory.languages[one] ?? one })),
        ]}
        choose={input}
      />
    );
  const hint = directory.hints[path] ?? directory.hints[form];
  return (
    <Field
      label={label}
      value={value}
      input={input}
      lines={form === 'steps' ? 5 : form === 'text' ? 3 : 1}
      {...(hint === undefined ? {} : { hint })}
    />
  );
}
