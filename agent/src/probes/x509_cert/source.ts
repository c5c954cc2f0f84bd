/** Where a certificate is: behind a TLS port, or in a PEM file. */
export type Source = { kind: 'server'; server: string; port: number } | { kind: 'file'; path: string };

const HTTPS_PORT = 443;

/** Reads `https://name`, `tls://name:port`, `name:port` or `/path/of.pem`; undefined when it is none of them. */
export function parseSource(text: string): Source | undefined {
  if (text.startsWith('/')) return { kind: 'file', path: text };
  const address = text.includes('://') ? text : `tls://${text}`;
  if (!/^(?:https|tls|tcp):\/\//.test(address) || !URL.canParse(address)) return undefined;
  const { protocol, hostname, port, username } = new URL(address);
  const number = port === '' && protocol === 'https:' ? HTTPS_PORT : Number(port);
  if (hostname === '' || number === 0 || username !== '') return undefined;
  return { kind: 'server', server: hostname.replace(/^\[(.*)\]$/, '$1'), port: number };
}
