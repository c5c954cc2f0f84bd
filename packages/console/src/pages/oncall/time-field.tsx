import { useId } from 'preact/hooks';

interface TimeFieldProps {
  label: string;
  value: string;
  input: (text: string) => void;
  type: 'datetime-local' | 'date';
}

/** A labelled moment of the reader's wall, or a day. */
export function TimeField({ label, value, input, type }: TimeFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type={type}
        value={value}
        required
        onInput={(event) => input(event.currentTarget.value)}
      />
    </div>
  );
}

/** What such a field has, as the server takes it. */
export function isoOf(local: string): string {
  return new Date(local).toISOString();
}
