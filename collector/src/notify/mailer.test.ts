import { systemClock } from '@watchcase/runtime';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../../../test/harness/smtp.ts';
import email from './channels/email/index.ts';
import { createMailer } from './mailer.ts';

let server: MailServer;
beforeEach(async () => void (server = await startMailServer()));
afterEach(() => server.stop());

const mail = {
  to: 'ada@example.com',
  subject: 'Sign in',
  lines: ['Open this:', 'https://w.example.com/login/x'],
};
const mailer = () => {
  const { host, port } = server;
  const options = email.options.parse({ host, port, from: 'w@example.com', to: 'ops@example.com' });
  return createMailer([{ name: 'post', channel: email, options }], (ms, end) => systemClock.after(ms, end));
};

it('writes to the one it is for, by the server of the first e-mail channel', async () => {
  expect(await mailer()?.(mail)).toMatchObject({ outcome: 'delivered' });
  expect(server.received).toHaveLength(1);
  expect(server.received[0]).toMatchObject({ from: 'w@example.com', to: ['ada@example.com'] });
  expect(server.received[0]?.source).toMatch(/^Subject: Sign in\r$/m);
  expect(server.received[0]?.source).toContain('https://w.example.com/login/x');
});

it('says what the server says', async () => {
  server.answerWith({ recipient: () => ({ code: 550, message: 'no such user' }) });
  expect(await mailer()?.(mail)).toEqual({ outcome: 'retry', detail: 'SMTP 550', refused: true });
  server.answerWith({ recipient: () => ({ code: 451, message: 'later' }) });
  expect(await mailer()?.(mail)).toEqual({ outcome: 'retry', detail: 'SMTP 451' });
});

it('is nobody without such a channel', () => {
  expect(createMailer([], (ms, end) => systemClock.after(ms, end))).toBeUndefined();
});
