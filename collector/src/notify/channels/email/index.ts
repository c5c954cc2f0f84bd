import { escapeHtml, secretSchema, shortHash } from '@watchcase/runtime';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { z } from 'zod';
import type { PageMessage, SendResult } from '../../../model/index.ts';
import { defineChannel } from '../../contract.ts';
import { otherLines } from '../../services/lines-with-links.ts';
import { type PageText, pageText } from '../../texts.ts';
import { parseMailboxes } from './recipients.ts';

const MOST_RECIPIENTS = 50;

/** What no mail server would take is refused at start, with the reason. */
function mailboxes(most: number) {
  return z.union([z.string(), z.array(z.string())]).transform((raw, context) => {
    const { mailboxes: found, faults } = parseMailboxes(typeof raw === 'string' ? raw : raw.join(', '));
    if (found.length > most) faults.push(`at most ${most} can be given, found ${found.length}`);
    for (const message of faults) context.addIssue({ code: 'custom', message });
    return faults.length === 0 ? found : z.NEVER;
  });
}

const options = z.strictObject({
  host: z.string().min(1).describe('SMTP server'),
  port: z.int().min(1).max(65_535).default(587).describe('SMTP port'),
  secure: z
    .boolean()
    .default(false)
    .describe('TLS from the first byte (port 465); otherwise STARTTLS where offered'),
  user: z.string().optional().describe('SMTP user'),
  password: secretSchema.optional().describe('SMTP password'),
  from: mailboxes(1).describe('Sender address'),
  to: mailboxes(MOST_RECIPIENTS).describe(
    'Recipient addresses, with commas between them or as a list; each is sent to and tried again by itself',
  ),
});
type Options = z.output<typeof options>;

const TIMEOUT_MS = 20_000;

/** A mail that is no page: to one person, in plain lines. */
export interface Mail {
  to: string;
  subject: string;
  lines: readonly string[];
  /** Names it, and the conversation that it belongs to. */
  messageId?: string;
  references?: readonly string[];
  inReplyTo?: string;
  replyTo?: string;
  /** Whether it answers a mail by itself (RFC 3834). */
  submitted?: 'auto-generated' | 'auto-replied';
}

/** One mailbox. */
const mailboxSchema = z
  .string()
  .refine((text) => mailboxes(1).safeParse(text).success, 'is not one mail address');

/** Sends one e-mail; of several recipients each has a channel of its own. A 4xx answer, a lost connection or a refused login is worth another try, any other 5xx answer is a refusal. */
export default defineChannel({
  name: 'email',
  options,
  each: (settings) =>
    settings.to.map((mailbox) => ({ name: mailbox.address, options: { ...settings, to: [mailbox] } })),
  addresses: mailboxSchema,
  addressed: (settings, address) => ({ ...settings, to: parseMailboxes(address).mailboxes }),
  capabilities: {
    idempotencyWindowMs: 60_000,
    timeoutMs: TIMEOUT_MS,
    perMinute: 60,
    ringsPeople: true,
    mostCases: 20,
  },
  send: (page, settings, signal) => deliver(mailOf(page, settings), settings, signal),
});

/** Sends a mail by the same server, once. */
export function sendMail(
  { to, subject, lines, submitted = 'auto-generated', references, ...names }: Mail,
  settings: Pick<Options, 'host' | 'port' | 'secure' | 'user' | 'password' | 'from'>,
  signal: AbortSignal,
): Promise<SendResult> {
  // Programs that answer for people who are away are asked not to.
  const headers = { 'Auto-Submitted': submitted, 'X-Auto-Response-Suppress': 'All' };
  const text = `${lines.join('\n\n')}\n`;
  const thread = references === undefined ? {} : { references: [...references] };
  const mail = { from: [...settings.from], to, subject, headers, text, ...thread, ...names };
  return deliver(mail, settings, signal);
}

async function deliver(
  mail: SendMailOptions,
  settings: Pick<Options, 'host' | 'port' | 'secure' | 'user' | 'password'>,
  signal: AbortSignal,
): Promise<SendResult> {
  const transport = createTransport({
    host: settings.host,
    port: settings.port,
    secure: settings.secure,
    ...(settings.user === undefined
      ? {}
      : { auth: { user: settings.user, pass: settings.password?.reveal() ?? '' } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener(
      'abort',
      () => reject(Object.assign(new Error('no end in time'), { code: 'ETIMEDOUT' })),
      { once: true },
    );
  });
  try {
    const sent = await Promise.race([transport.sendMail(mail), aborted]);
    const [refused] = sent.rejectedErrors ?? [];
    if (refused !== undefined) return resultOf(refused);
    return { outcome: 'delivered', detail: sent.response.slice(0, 200) };
  } catch (error) {
    return resultOf(error as { responseCode?: number; code?: string; message: string });
  } finally {
    transport.close();
  }
}

function mailOf(page: PageMessage, { from, to }: Options) {
  const text = pageText(page);
  const id = shortHash(page.key);
  return {
    from: [...from],
    to: [...to],
    subject: text.subject,
    messageId: `<${id}@watchcase>`,
    headers: { 'Idempotency-Key': page.key, 'Auto-Submitted': 'auto-generated' },
    text: [
      ...text.lines,
      '',
      `${text.acknowledge}: ${page.acknowledgeUrl}`,
      `${text.open}: ${page.caseUrl}`,
      ...otherLines(text),
      '',
    ].join('\n'),
    html: htmlOf(page, text),
  };
}

function htmlOf(page: PageMessage, text: PageText): string {
  const button =
    'display:inline-block;padding:14px 22px;margin:12px 12px 0 0;border-radius:8px;font-weight:600;text-decoration:none';
  return [
    '<div style="font:16px/1.5 system-ui,sans-serif;max-width:560px">',
    `<h2 style="margin:0 0 12px">${escapeHtml(text.subject)}</h2>`,
    ...text.lines.map((line) => `<div>${escapeHtml(line)}</div>`),
    `<a style="${button};background:#14532d;color:#fff" href="${escapeHtml(page.acknowledgeUrl)}">${escapeHtml(text.acknowledge)}</a>`,
    `<a style="${button};background:#e5e7eb;color:#111827" href="${escapeHtml(page.caseUrl)}">${escapeHtml(text.open)}</a>`,
    ...text.others.map(
      ({ label, url }) =>
        `<div style="margin:12px 0 0"><a href="${escapeHtml(url)}">${escapeHtml(label)}</a></div>`,
    ),
    '</div>',
  ].join('\n');
}

/** The server's own words may quote addresses or secrets, so only its code is passed on. */
function resultOf(error: {
  responseCode?: number | undefined;
  code?: string | undefined;
  message: string;
}): SendResult {
  const { responseCode, code } = error;
  const refused = responseCode !== undefined && responseCode >= 500;
  // A wrong password is put right in the config, and the page is still wanted then.
  if (refused && code !== 'EAUTH') return { outcome: 'retry', detail: `SMTP ${responseCode}`, refused: true };
  return {
    outcome: 'retry',
    detail: responseCode === undefined ? (code ?? 'SMTP connection failed') : `SMTP ${responseCode}`,
  };
}
