/** What ends a line or steers whatever shows it: C0 and C1 controls (ESC and BEL of an OSC among them), line and paragraph separators. */
const STEERING = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** What is not seen and yet changes how the text around it looks: bidi marks, zero-width signs, tags, fillers. */
const UNSEEN = /\p{Cf}|\u034F|\u115F|\u1160|\u17B4|\u17B5|\u3164|\uFFA0/gu;

/** Nearly all there is, and safe at one look. */
const PRINTABLE = /^[ -~]*$/;

/**
 * Any text from outside as it may stand in one line of a page, log, mail header or terminal (pure): what steers becomes a blank, what is not seen is left
 * out, half of a surrogate pair becomes U+FFFD. Text that is safe already comes back as it is.
 */
export function safeLine(text: string): string {
  if (PRINTABLE.test(text)) return text;
  return text.toWellFormed().replaceAll(STEERING, ' ').replaceAll(UNSEEN, '');
}

/** The same of a text that has lines of its own: what is printed, or shown. */
export function safeLines(text: string): string {
  return text.includes('\n') ? text.split('\n').map(safeLine).join('\n') : safeLine(text);
}
