const FIELD = /\s*<(\w+)>(?:<!\[CDATA\[([^]*?)\]\]>|([^<]*))<\/\1>\s*/y;
const SIGNS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * The fields of `<xml>…</xml>`, each of them text (pure). Undefined for anything else: a field twice, one within another, a document type. What somebody wrote stands
 * in it, and must not be taken for a field.
 */
export function flatXml(text: string): Readonly<Record<string, string>> | undefined {
  const inside = /^\s*<xml>([^]*)<\/xml>\s*$/.exec(text)?.[1];
  if (inside === undefined) return undefined;
  const fields = new Map<string, string>();
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < inside.length) {
    const field = FIELD.exec(inside);
    const [, name = '', exact, plain = ''] = field ?? [];
    if (field === null || fields.has(name)) return undefined;
    fields.set(
      name,
      exact ?? plain.replaceAll(/&(lt|gt|amp|quot|apos);/g, (_, sign: string) => SIGNS[sign] ?? ''),
    );
  }
  return Object.fromEntries(fields);
}

/** Fields as XML. */
export function xmlOf(fields: Readonly<Record<string, string>>): string {
  const parts = Object.entries(fields).map(
    ([name, value]) => `<${name}><![CDATA[${value.replaceAll(']]>', '］］>')}]]></${name}>`,
  );
  return `<xml>${parts.join('')}</xml>`;
}
