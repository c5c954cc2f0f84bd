const LOOKALIKES: Readonly<Record<string, string>> = {
  '<': '＜',
  '>': '＞',
  '[': '［',
  ']': '］',
  '*': '＊',
  '`': '｀',
};

/**
 * A text that is itself where Markdown is read (pure). Chat programs do not agree on how its signs are escaped, and a name with a link in it must not become one: those
 * signs are given in their wide form, which no Markdown reads.
 */
export function plainInMarkdown(text: string): string {
  return text.replaceAll(/[<>[\]*`]/g, (sign) => LOOKALIKES[sign] ?? sign);
}
