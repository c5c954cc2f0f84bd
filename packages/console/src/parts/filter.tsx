import { query, setQuery } from '../state/route.ts';

interface FilterProps<Name extends string> {
  /** Of the part of the address that holds the choice. */
  name: Name;
  label: string;
  /** What stands for no choice. */
  any: string;
  options: readonly { value: string; text: string }[];
}

/** One thing that a list is narrowed by; the choice stands in the address. */
export function Filter<Name extends string>({ name, label, any, options }: FilterProps<Name>) {
  return (
    <select
      aria-label={label}
      value={query.value.get(name) ?? ''}
      onChange={(event) => setQuery(name, event.currentTarget.value)}
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
