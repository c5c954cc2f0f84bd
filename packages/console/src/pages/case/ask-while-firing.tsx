import type { Signal } from '@preact/signals';
import type { WhileFiring } from '@watchcase/api';
import { texts } from '../../texts/index.ts';

const choices: readonly WhileFiring[] = ['comes-back', 'stays-resolved'];

/** The case is to end while an alert of it fires: asks what becomes of it then. */
export function AskWhileFiring({ chosen }: { chosen: Signal<WhileFiring> }) {
  const { cases } = texts.value;
  return (
    <fieldset class="ask caution">
      <legend>{cases.stillFiring}</legend>
      {choices.map((choice) => (
        <label key={choice}>
          <input
            type="radio"
            name="while-firing"
            checked={chosen.value === choice}
            onChange={() => (chosen.value = choice)}
          />
          <span>{cases.whileFiring[choice]}</span>
        </label>
      ))}
    </fieldset>
  );
}
