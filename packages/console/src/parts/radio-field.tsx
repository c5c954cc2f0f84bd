interface RadioFieldProps<Value> {
  label: string;
  /** Of the group, unlike any other beside it. */
  name: string;
  value: Value;
  options: readonly { value: Value; text: string }[];
  choose: (value: Value) => void;
  /** It is to be thought about. */
  caution?: boolean;
}

/** A question with a few answers that are all seen, of which one is meant. */
export function RadioField<Value extends string | boolean>({
  label,
  name,
  value,
  options,
  choose,
  caution = false,
}: RadioFieldProps<Value>) {
  return (
    <fieldset class={caution ? 'ask caution' : 'ask'}>
      <legend>{label}</legend>
      {options.map((one) => (
        <label key={String(one.value)}>
          <input type="radio" name={name} checked={one.value === value} onChange={() => choose(one.value)} />
          <span>{one.text}</span>
        </label>
      ))}
    </fieldset>
  );
}
