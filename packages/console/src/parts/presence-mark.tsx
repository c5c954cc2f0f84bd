import type { PresenceState } from '@watchcase/api';
import { texts } from '../texts/index.ts';

/** Whether a host is there: a dot and a word. */
export function PresenceMark({
  presence,
  wordless = false,
}: {
  presence: PresenceState;
  wordless?: boolean;
}) {
  const word = texts.value.hosts.presence[presence];
  return (
    <span class={`presence ${presence}`} title={word}>
      <span class="dot" aria-hidden="true" />
      <span class={wordless ? 'unseen' : undefined}>{word}</span>
    </span>
  );
}
