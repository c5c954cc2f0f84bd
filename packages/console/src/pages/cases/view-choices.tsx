import { Choices } from '../../parts/choices.tsx';
import { query, setQuery } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';

/** Which cases are listed: those to be worked on, when nothing is chosen. */
export function viewOf(): string {
  return query.value.get('view') ?? 'unresolved';
}

/** Chooses it; the choice stands in the address. */
export function ViewChoices() {
  const { cases } = texts.value;
  return (
    <Choices
      label={cases.view}
      value={viewOf()}
      options={[
        { value: 'unresolved', text: cases.unresolved },
        { value: 'ended', text: cases.ended },
        { value: 'all', text: cases.all },
      ]}
      choose={(value) => setQuery('view', value === 'unresolved' ? '' : value)}
    />
  );
}
