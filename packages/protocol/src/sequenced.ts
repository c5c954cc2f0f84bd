/**
 * Puts the moment of sending in front of a stored message body (a JSON object text without `sent`). Text, not objects: the
 * outbox keeps bodies serialised, and a re-sent message must tell the collector when it went out this time.
 */
export function withSentTime(body: string, sentMs: number): string {
  return `{"sent":${sentMs},${body.slice(1)}`;
}
