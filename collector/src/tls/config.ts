import { z } from 'zod';

/** Certificates of the collector's own doors: console and API, and the embedded broker. */
export const tlsConfigSchema = z.strictObject({
  certificateFile: z
    .string()
    .meta({ examples: ['/etc/watchcase/tls/server.crt'] })
    .describe('The certificate, PEM, with those between it and its authority; read again when it changes'),
  keyFile: z
    .string()
    .meta({ examples: ['/etc/watchcase/tls/server.key'] })
    .describe('Its private key, PEM; read again when it changes'),
  authorityFile: z
    .string()
    .optional()
    .meta({ examples: ['/etc/watchcase/tls/ca.crt'] })
    .describe(
      'Certificate of an authority of your own, PEM: hosts that join with a token made from now on trust it and nothing else; without it they trust whom their machine trusts',
    ),
  minVersion: z.enum(['1.2', '1.3']).default('1.2').describe('The oldest version of TLS that is spoken'),
  http: z
    .boolean()
    .default(true)
    .describe(
      'Protect console and API; false where a proxy before them does, with a certificate of the same authority',
    ),
  broker: z.boolean().default(true).describe('Protect the embedded broker'),
  authorityKeyFile: z
    .string()
    .optional()
    .meta({ examples: ['/etc/watchcase/tls/ca.key'] })
    .describe('Private key of that authority; needed only to give certificates to hosts'),
  clientCertificates: z
    .enum(['none', 'issued', 'required'])
    .default('none')
    .describe(
      'issued: a host that joins is given a certificate, and must show it at the broker from then on; required: no other comes in, but from this machine',
    ),
  plain: z
    .enum(['here', 'anywhere'])
    .default('here')
    .describe(
      'From where connections without TLS are taken on the same ports: this machine only, or anywhere, while hosts that joined before are moved over',
    ),
});
export type TlsConfig = z.output<typeof tlsConfigSchema>;

/** What does not fit together in it, one sentence each. */
export function tlsFaults(config: TlsConfig | undefined): string[] {
  if (config === undefined || config.clientCertificates === 'none') return [];
  const { authorityFile, authorityKeyFile, clientCertificates, plain } = config;
  return [
    ...(authorityFile === undefined || authorityKeyFile === undefined
      ? [
          'certificates for hosts are signed by an authority of your own: set authorityFile and authorityKeyFile',
        ]
      : []),
    ...(clientCertificates === 'required' && plain === 'anywhere'
      ? ['hosts cannot be required to show a certificate while plain is "anywhere"']
      : []),
  ];
}
