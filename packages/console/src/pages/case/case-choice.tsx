import { type Signal, useSignal } from '@preact/signals';
import type { Case } from '@watchcase/api';
import { useEffect } from 'preact/hooks';
import { readCases } from '../../api/client.ts';
import { after } from '../../clock.ts';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { language } from '../../state/language.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';

interface CaseChoiceProps {
  /** The case for which another one of its customer is looked for. */
  of: Case;
  view: 'unresolved' | 'all';
  /** Its number; 0 while none is chosen. */
  chosen: Signal<number>;
}

const SHOWN = 20;
/** Whoever types is not asked about at every letter. */
const TYPING_MS = 250;

/** Another case of the same customer, found by words or its number. */
export function CaseChoice({ of, view, chosen }: CaseChoiceProps) {
  const { caseWork } = texts.value;
  const typed = useSignal('');
  const wanted = useSignal('');
  useEffect(() => {
    const timer = after(TYPING_MS, () => (wanted.value = typed.value.trim()));
    return () => timer.cancel();
  }, [typed.value]);
  const found = useResource(`choice ${of.id} ${view} ${wanted.value}`, (signal) =>
    readCases({ view, customer: of.customer.id, text: wanted.value, limit: SHOWN }, signal),
  );
  const items = found.data.value?.items.filter(({ id }) => id !== of.id) ?? [];
  return (
    <>
      <Field
        label={caseWork.findCase}
        value={typed.value}
        input={(text) => (typed.value = text)}
        maxLength={200}
        autoFocus
      />
      <fieldset class="ask case-choice">
        <legend>{caseWork.otherCase}</legend>
        {items.map(({ id, number, titles }) => (
          <label key={id}>
            <input
              type="radio"
              name="other-case"
              checked={chosen.value === id}
              onChange={() => (chosen.value = id)}
            />
            <span>
              <span class="number">{number}</span> {titles[language.value]}
            </span>
          </label>
        ))}
        {items.length === 0 && found.data.value !== undefined ? <p>{caseWork.noOther}</p> : null}
      </fieldset>
      {found.fault.value === undefined ? null : <FaultNote fault={found.fault.value} />}
    </>
  );
}
