import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

const imapSchema = z.strictObject({
  host: z
    .string()
    .min(1)
    .meta({ examples: ['imap.example.com'] })
    .describe('IMAP server'),
  port: z.int().min(1).max(65_535).default(993).describe('IMAP port'),
  tls: z.boolean().default(true).describe('TLS from the first byte; false only within one machine'),
  user: z
    .string()
    .min(1)
    .meta({ examples: ['support'] })
    .describe('IMAP user'),
  password: secretSchema.meta({ examples: ['…'] }).describe('IMAP password'),
  folder: z.string().min(1).default('INBOX').describe('Folder that customers’ mail arrives in'),
});

/** Mail from customers as cases. */
export const mailInConfigSchema = z.strictObject({
  imap: imapSchema
    .optional()
    .describe('Mailbox that is read; what came before the first start is left alone'),
  webhookToken: secretSchema
    .optional()
    .meta({ examples: ['a long random text'] })
    .describe(
      'Bearer token of POST /mail-in, where a mail server delivers each mail as it is (message/rfc822)',
    ),
  senders: z
    .array(
      z.strictObject({
        address: z
          .string()
          .regex(/^[^@\s]*@[^@\s]+$/)
          .describe('An address, or @domain for all of a domain'),
        customer: z.string().min(1).describe('Whose cases their mail opens'),
      }),
    )
    .default([])
    .meta({ examples: [[{ address: '@acme.example', customer: 'acme' }]] })
    .describe('Who writes for which customer; mail of anybody else opens nothing'),
  toCustomers: z
    .boolean()
    .default(true)
    .describe(
      'Write to customers about their cases, by the server of the first e-mail channel; nothing is sent without one',
    ),
  replyTo: z
    .string()
    .regex(/^[^@\s]+@[^@\s]+$/)
    .optional()
    .meta({ examples: ['support@example.com'] })
    .describe('Where customers’ answers go: the address of the mailbox; imap.user where that is one'),
  severity: z
    .enum(['advisory', 'minor', 'major', 'critical'])
    .default('minor')
    .describe('How bad a case is that a mail opens, until somebody has looked at it'),
});
export type MailInConfig = z.output<typeof mailInConfigSchema>;
