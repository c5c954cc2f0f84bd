import type { Signal } from '@preact/signals';
import type { WhileFiring } from '@watchcase/api';
import { RadioField } from '../../parts/radio-field.tsx';
import { texts } from '../../texts/index.ts';

const choices: readonly WhileFiring[] = ['comes-back', 'stays-resolved'];

/** The case is to end while an alert of it fires: asks what becomes of it then. */
export function AskWhileFiring({ chosen }: { chosen: Signal<WhileFiring> }) {
  const { cases } = texts.value;
  return (
    <RadioField
      label={cases.stillFiring}
      name="while-firing"
      value={chosen.value}
      options={choices.map((value) => ({ value, text: cases.whileFiring[value] }))}
      choose={(value) => (chosen.value = value)}
      caution
    />
  );
}
