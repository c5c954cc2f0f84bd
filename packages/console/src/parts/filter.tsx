import { query, setQueries } from '../state/route.ts';

interface FilterProps<Name extends string> {
  /** Of the part of the address that holds the choice. */
  name: Name;
  label: string;
  /** What stands for no choice. */
  any: string;
  options: readonly { value: string; text: string }[];
  /** Choices that mean nothing under another one of this. */
  with?: readonly Name[];
}

/** One thing that a list is narrowed by; the choice stands in the address. */
export function Filter<Name extends string>({
  name,
  label,
  any,
  options,
  with: others = [],
}: FilterProps<Name>) {
  const choose = (value: string) =>
    setQueries({ ...Object.fromEntries(others.map((other) => [other, ''])), [name]: value });
  return (
    <select
      aria-label={label}
      value={query.value.get(name) ?? ''}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="">{any}</option>
      {options.map(({ value, text }) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  );
}
