import { connection } from '../api/live.ts';
import { Icon } from '../parts/icon.tsx';
import { language } from '../state/language.ts';
import { texts } from '../texts/index.ts';
import { timeText } from '../words/moment.ts';

/** Whether what is shown follows the server. */
export function ConnectionMark() {
  const { state } = connection.value;
  const { shell } = texts.value;
  return (
    <span class={`connection ${state}`}>
      <span class="dot" aria-hidden="true" />
      <span class="word">{shell[state]}</span>
    </span>
  );
}

/** Says above the page that it is old, and since when. */
export function LostBanner() {
  const { state, heardAt } = connection.value;
  const { shell } = texts.value;
  return (
    <div class="lost-place" role="status">
      {state === 'lost' ? (
        <div class="lost-banner">
          <Icon name="lost" />
          <span>{heardAt === 0 ? shell.noLine : shell.lostLine(timeText(heardAt, language.value))}</span>
        </div>
      ) : null}
    </div>
  );
}
