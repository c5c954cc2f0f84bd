import { useId } from 'preact/hooks';

interface FieldProps {
  label: string;
  value: string;
  input: (text: string) => void;
  hint?: string;
  /** What is wrong with what stands there, in the reader's words. */
  complaint?: string | undefined;
  lines?: number;
  secret?: boolean;
  autoFocus?: boolean;
  required?: boolean;
  maxLength?: number;
  pattern?: string;
  autoComplete?: string;
}

/** A labelled place to write. */
export function Field({
  label,
  value,
  input,
  hint,
  complaint,
  lines = 1,
  secret = false,
  autoFocus = false,
  ...rest
}: FieldProps) {
  const id = useId();
  const shared = {
    id,
    value,
    autoFocus,
    'aria-describedby': hint === undefined && complaint === undefined ? undefined : `${id}-hint`,
    'aria-invalid': complaint === undefined ? undefined : true,
    ...rest,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {lines > 1 ? (
        <textarea {...shared} rows={lines} onInput={(event) => input(event.currentTarget.value)} />
      ) : secret ? (
        <input {...shared} type="password" onInput={(event) => input(event.currentTarget.value)} />
      ) : (
        <input
          {...shared}
          type="text"
          spellcheck={false}
          onInput={(event) => input(event.currentTarget.value)}
        />
      )}
      {hint === undefined && complaint === undefined ? null : (
        <p class={complaint === undefined ? 'hint' : 'hint complaint'} id={`${id}-hint`}>
          {complaint ?? hint}
        </p>
      )}
    </div>
  );
}
