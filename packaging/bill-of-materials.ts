import { createHash } from 'node:crypto';

/** One thing that a package holds. */
export interface Component {
  type: 'application' | 'library';
  name: string;
  version: string;
  /** As SPDX names it, or what the package itself says. */
  license: string;
  /** Package URL: `pkg:npm/zod@4.6.7`. */
  purl: string;
}

/** The Node.js that a package brings. */
export function nodeComponent(version: string): Component {
  return {
    type: 'application',
    name: 'node',
    version,
    license: 'MIT',
    purl: `pkg:generic/node@${version}`,
  };
}

/** A library of npm that a package brings, by what its own package.json says. */
export function libraryComponent({
  name,
  version,
  license,
}: Pick<Component, 'name' | 'version' | 'license'>): Component {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return { type: 'library', name, version, license, purl };
}

/** What a package holds, in CycloneDX 1.5 (JSON). The same content gives the same text. */
export function billOfMaterials(of: {
  product: Component;
  components: readonly Component[];
  sourceDate: number;
}): string {
  const { product, sourceDate } = of;
  const components = of.components.toSorted((a, b) => (a.purl < b.purl ? -1 : 1)).map(entryOf);
  const content = JSON.stringify([entryOf(product), components]);
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${uuidOf(content)}`,
    version: 1,
    metadata: { timestamp: new Date(sourceDate * 1000).toISOString(), component: entryOf(product) },
    components,
    dependencies: [{ ref: product.purl, dependsOn: components.map((one) => one['bom-ref']) }],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function entryOf({ type, name, version, license, purl }: Component) {
  const isSpdx = /^[A-Za-z0-9.+-]+$/.test(license);
  return {
    type,
    'bom-ref': purl,
    name,
    version,
    licenses: [{ license: isSpdx ? { id: license } : { name: license } }],
    purl,
  };
}

/** A UUID made of a text (RFC 9562, version 8). */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
