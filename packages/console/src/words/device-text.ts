/** Browsers and systems as they name themselves; of two that fit, the first is meant: most also say that they are others. */
const browsers = {
  Edge: /\bEdg(?:e|A|iOS)?\//,
  Opera: /\bOPR\//,
  Firefox: /\b(?:Firefox|FxiOS)\//,
  Chrome: /Chrom(?:e|ium)\/|\bCriOS\//,
  Safari: /\bSafari\//,
};
const systems = {
  Android: /\bAndroid\b/,
  iOS: /\b(?:iPhone|iPad)\b/,
  Windows: /\bWindows\b/,
  macOS: /\bMac OS X\b/,
  Linux: /\bLinux\b/,
};

/** What a browser said of itself, in two words (pure): `Firefox, Linux`; what is not known stays as it is. */
export function deviceText(said: string): string {
  const found = [browsers, systems].flatMap(
    (names) => Object.entries(names).find(([, pattern]) => pattern.test(said))?.[0] ?? [],
  );
  return found.length === 0 ? said : found.join(', ');
}
