import { language } from '../state/language.ts';
import { second } from '../state/server-time.ts';
import { texts } from '../texts/index.ts';
import { datedMinuteText, momentText, utcText } from '../words/moment.ts';
import { spanText } from '../words/span.ts';

/** A moment by the reader's clock face; UTC on hover. */
export function Moment({ at }: { at: string }) {
  const ms = Date.parse(at);
  return (
    <time dateTime={at} title={utcText(ms)}>
      {momentText(ms, language.value)}
    </time>
  );
}

/** A moment of any year, to the minute; UTC on hover. */
export function DatedMoment({ at }: { at: string }) {
  const ms = Date.parse(at);
  return (
    <time dateTime={at} title={utcText(ms)}>
      {datedMinuteText(ms, language.value)}
    </time>
  );
}

/** How long ago a moment was, kept up to date. */
export function Ago({ at }: { at: string }) {
  const ms = Date.parse(at);
  const { shell } = texts.value;
  return (
    <time dateTime={at} title={utcText(ms)}>
      {shell.ago(spanText(Math.max(0, second.value - ms), shell.unit))}
    </time>
  );
}
