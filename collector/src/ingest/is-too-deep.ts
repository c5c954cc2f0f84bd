/** A short text does no harm however deep it is. */
const HARMLESS_BYTES = 16_384;
/** Nothing that hosts send is deeper than an inventory, and that has a handful of levels. */
const MOST_LEVELS = 64;

const [QUOTE, BACKSLASH] = ['"', '\\'].map((sign) => sign.charCodeAt(0));
const OPENING = new Set(['[', '{'].map((sign) => sign.charCodeAt(0)));
const CLOSING = new Set([']', '}'].map((sign) => sign.charCodeAt(0)));

/** Whether a long JSON text opens so many levels that reading it costs ten times what its length should cost (pure). It may be no JSON at all. */
export function isTooDeep(json: Buffer): boolean {
  if (json.length <= HARMLESS_BYTES) return false;
  let level = 0;
  let isText = false;
  for (let i = 0; i < json.length; i++) {
    const sign = json[i] as number;
    if (isText) {
      if (sign === BACKSLASH) i++;
      else if (sign === QUOTE) isText = false;
    } else if (sign === QUOTE) isText = true;
    else if (OPENING.has(sign) && ++level > MOST_LEVELS) return true;
    else if (CLOSING.has(sign)) level--;
  }
  return false;
}
