import type { CaseClock } from '@watchcase/api';
import { language } from '../state/language.ts';
import { second } from '../state/server-time.ts';
import { labelled, texts } from '../texts/index.ts';
import { clockFace, countdownOf } from '../words/countdown.ts';
import { momentText } from '../words/moment.ts';
import { spanText } from '../words/span.ts';
import { Icon } from './icon.tsx';

/** A running clock in one line, for lists: `04:59 to respond`, `+12:03 overdue`. */
export function CountdownLine({ clock }: { clock: CaseClock }) {
  const t = texts.value;
  const { phase, leftMs } = countdownOf(clock, second.value);
  const late = phase === 'overdue';
  return (
    <div class={`countdown-line ${phase}`} role="timer" aria-live="off">
      <span class="face">{clockFace(leftMs, t.shell.faceDay)}</span>
      <span class="words">
        {late ? `${t.cases.target[clock.target]} · ${t.cases.overdue}` : t.cases.due[clock.target]}
      </span>
    </div>
  );
}

/** A clock of one case, large: counting while it runs, its outcome afterwards. */
export function CountdownPanel({ clock, isNext }: { clock: CaseClock; isNext: boolean }) {
  const t = texts.value;
  const { phase, leftMs } = countdownOf(clock, second.value);
  const span = spanText(leftMs, t.shell.unit);
  const ended = phase === 'met' || phase === 'missed';
  const at = (time: string) => momentText(Date.parse(time), language.value);
  return (
    <div class={`countdown ${phase} ${isNext ? 'next' : ''}`}>
      <div class="name">{t.cases.target[clock.target]}</div>
      <div class="face" role="timer" aria-live="off">
        {ended ? (
          <Icon name={phase === 'met' ? 'check' : 'alert'} size={26} />
        ) : (
          clockFace(leftMs, t.shell.faceDay)
        )}
        {phase === 'overdue' ? <span class="late">{t.cases.overdue}</span> : null}
      </div>
      <div class="when">
        {phase === 'met'
          ? t.cases.metIn(span)
          : phase === 'missed'
            ? t.cases.missedBy(span)
            : phase === 'paused'
              ? pausedText(clock)
              : t.cases.dueAt(at(clock.due))}{' '}
        {clock.isProvisional && !ended ? (
          <span class="mark" title={t.cases.explained.provisionalHint}>
            {t.cases.explained.provisional}
          </span>
        ) : null}
      </div>
      {ended ? null : <Progress clock={clock} leftMs={leftMs} />}
    </div>
  );
}

function pausedText({ paused }: CaseClock): string {
  const { cases } = texts.value;
  if (paused === null) return '';
  const { reason, until } = paused;
  const end =
    until === null ? cases.pausedOpen : cases.pausedUntil(momentText(Date.parse(until), language.value));
  return labelled(end, cases.pausedFor[reason]);
}

function Progress({ clock, leftMs }: { clock: CaseClock; leftMs: number }) {
  const share = Math.min(1, Math.max(0, 1 - leftMs / (clock.limitSeconds * 1000)));
  return (
    <div class="progress" aria-hidden="true">
      <span style={{ width: `${share * 100}%` }} />
    </div>
  );
}
