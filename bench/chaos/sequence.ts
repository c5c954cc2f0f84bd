/** One message of a host: its place in the script. */
export interface Said {
  tick: number;
  kind: 'reading' | 'event';
}

/** Messages of one epoch, and how far they went. Message number `seq` is at `seq - 1`. */
export interface Sequence {
  epoch: number;
  said: Said[];
  /** Acknowledged up to here. */
  cursor: number;
  /** Sent up to here since the last time of going back. */
  sent: number;
  /** When the oldest of those was sent, monotonic. */
  sentAt: number;
  wentBackAt: number;
}

const GO_BACK_MS = 300;

/** An epoch nobody has heard of yet. */
export function newSequence(epoch: number): Sequence {
  return { epoch, said: [], cursor: 0, sent: 0, sentAt: 0, wentBackAt: Number.NEGATIVE_INFINITY };
}

/** Where a message of `time` belongs: to the newest epoch begun by then; to the first one, however many came since, when it is older than that. */
export function sequenceAt(sequences: readonly Sequence[], time: number): Sequence | undefined {
  return sequences.findLast(({ epoch }) => epoch <= time) ?? sequences[0];
}

/** What an acknowledgement up to `seq` does: the next go on from there, or all from there is sent again, though not at every word of the same gap. */
export function acknowledge(of: Sequence, seq: number, at: { now: number; isGap: boolean }): void {
  if (seq > of.cursor) {
    of.cursor = seq;
    of.sent = Math.max(of.sent, seq);
    of.sentAt = at.now;
  } else if (at.isGap && of.sent > of.cursor && at.now - of.wentBackAt >= GO_BACK_MS) {
    of.sent = of.cursor;
    of.wentBackAt = at.now;
  }
}

/** The messages that may be sent now, when at most `window` go without an acknowledgement. They count as sent. */
export function takeDue(of: Sequence, window: number, now: number): { seq: number; said: Said }[] {
  const due: { seq: number; said: Said }[] = [];
  if (of.sent === of.cursor) of.sentAt = now;
  while (of.sent < of.said.length && of.sent - of.cursor < window) {
    const said = of.said[of.sent];
    if (said === undefined) break;
    due.push({ seq: ++of.sent, said });
  }
  return due;
}
