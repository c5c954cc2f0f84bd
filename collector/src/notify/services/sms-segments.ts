/** Letters of GSM 03.38 that take one place, and those that take two. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENDED = new Set('\f^{}\\[~]|€');
/** Places of a message that is alone, and of each part of a longer one. */
const GSM = { alone: 160, part: 153 };
const UCS2 = { alone: 70, part: 67 };

/**
 * Of how many parts a text message consists (pure; 3GPP TS 23.038, 23.040). One sign that GSM does not know makes all of it UCS-2, where a place is 16 bits: an emoji
 * takes two. No sign is divided between two parts, so that each may have a place to spare.
 */
export function smsSegments(text: string): number {
  const signs = Array.from(text);
  const isGsm = signs.every((sign) => BASIC.has(sign) || EXTENDED.has(sign));
  const places = signs.map((sign) => (isGsm ? (EXTENDED.has(sign) ? 2 : 1) : sign.length));
  const { alone, part } = isGsm ? GSM : UCS2;
  if (sum(places) <= alone) return 1;
  let [parts, used] = [1, 0];
  for (const place of places) {
    if (used + place > part) [parts, used] = [parts + 1, 0];
    used += place;
  }
  return parts;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
