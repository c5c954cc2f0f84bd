import { language } from '../state/language.ts';
import { second } from '../state/server-time.ts';
import { texts } from '../texts/index.ts';
import { datedMinuteText, momentText, utcText } from '../words/moment.ts';
import { spanText } from '../words/span.ts';

/** A moment said in some way; UTC on hover. */
function Stamp({ at, said }: { at: string; said: (ms: number) => string }) {
  const ms = Date.parse(at);
  return (
    <time dateTime={at} title={utcText(ms)}>
      {said(ms)}
    </time>
  );
}

/** A moment by the reader's clock face. */
export function Moment({ at }: { at: string }) {
  return <Stamp at={at} said={(ms) => momentText(ms, language.value)} />;
}

/** A moment of any year, to the minute. */
export function DatedMoment({ at }: { at: string }) {
  return <Stamp at={at} said={(ms) => datedMinuteText(ms, language.value)} />;
}

/** How long ago a moment was, kept up to date. */
export function Ago({ at }: { at: string }) {
  const { shell } = texts.value;
  return <Stamp at={at} said={(ms) => shell.ago(spanText(Math.max(0, second.value - ms), shell.unit))} />;
}
