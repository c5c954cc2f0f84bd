import { useId } from 'preact/hooks';

interface TimeFieldProps {
  label: string;
  value: string;
  input: (text: string) => void;
  type: 'datetime-local' | 'date';
  required?: boolean;
  /** What is wrong with what stands there, in the reader's words. */
  complaint?: string | undefined;
}

/** A labelled moment of the reader's wall, or a day. */
export function TimeField({ label, value, input, type, required = true, complaint }: TimeFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={value}
        required={required}
        aria-describedby={complaint === undefined ? undefined : `${id}-hint`}
        aria-invalid={complaint === undefined ? undefined : true}
        onInput={(event) => input(event.currentTarget.value)}
      />
      {complaint === undefined ? null : (
        <p class="hint complaint" id={`${id}-hint`}>
          {complaint}
        </p>
      )}
    </div>
  );
}

/** What such a field has, as the server takes it. */
export function isoOf(local: string): string {
  return new Date(local).toISOString();
}
