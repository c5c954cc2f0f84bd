import type { CaseDetail } from '@watchcase/api';
import type { CaseAct } from '../../api/client.ts';
import { actingName } from '../../state/session.ts';
import { texts } from '../../texts/index.ts';

interface HolderButtonsProps {
  it: CaseDetail;
  ask: (what: 'hand-on' | 'give-back') => void;
  run: (act: CaseAct) => Promise<void>;
}

/** What can be done about who has the case. */
export function HolderButtons({ it, ask, run }: HolderButtonsProps) {
  const { cases } = texts.value;
  return (
    <>
      {it.acknowledgedBy === actingName() ? null : (
        <button type="button" class="plain" onClick={() => void run({ act: 'take' })}>
          {cases.take}
        </button>
      )}
      <button type="button" class="plain" onClick={() => ask('hand-on')}>
        {cases.handOn}
      </button>
      <button type="button" class="plain" onClick={() => ask('give-back')}>
        {cases.giveBack}
      </button>
    </>
  );
}
