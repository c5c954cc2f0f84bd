import type { Span } from './changes.ts';

/** One event of a feed; times in Unix milliseconds. */
export interface FeedEvent extends Span {
  /** The same for as long as it is the same event. */
  uid: string;
  summary: string;
  description: string;
}

/** A feed; `sequence` grows and `changedAt` moves with each change of what its events are made from. */
export interface Feed {
  name: string;
  sequence: number;
  changedAt: number;
  events: readonly FeedEvent[];
}

/** Octets of a line, without its end. */
const LINE_OCTETS = 75;
const bytes = new TextEncoder();

/** A feed as iCalendar (RFC 5545, pure): all times in UTC, as those of a zone would need its rules beside them. */
export function writeFeed({ name, sequence, changedAt, events }: Feed): string {
  const stamp = momentText(changedAt);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Watchcase//On call//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...events.flatMap(({ uid, from, to, summary, description }) => [
      'BEGIN:VEVENT',
      `UID:${uid}`,
      `SEQUENCE:${sequence}`,
      `DTSTAMP:${stamp}`,
      `LAST-MODIFIED:${stamp}`,
      `DTSTART:${momentText(from)}`,
      `DTEND:${momentText(to)}`,
      `SUMMARY:${escaped(summary)}`,
      ...(description === '' ? [] : [`DESCRIPTION:${escaped(description)}`]),
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** `20260216T010000Z` */
function momentText(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function escaped(text: string): string {
  return text
    .replaceAll(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll(/\r\n|\r|\n/g, String.raw`\n`)
    .replaceAll(/\p{Cc}/gu, ' ');
}

/** A line in pieces of 75 octets, never within a character; what goes on begins with a space. */
function folded(line: string): string {
  let [text, octets] = ['', 0];
  for (const sign of line) {
    const size = bytes.encode(sign).length;
    if (octets + size > LINE_OCTETS) {
      text += '\r\n ';
      octets = 1;
    }
    text += sign;
    octets += size;
  }
  return text;
}
