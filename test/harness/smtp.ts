import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** One mail a server took. */
export interface ReceivedMail {
  from: string;
  to: string[];
  /** Headers and body as they came, still encoded. */
  source: string;
}

/** An SMTP answer other than 250, or no answer at all. */
export type MailAnswer = { code: number; message: string } | 'hang' | undefined;

/** A real SMTP server. */
export interface MailServer {
  host: string;
  port: number;
  received: ReceivedMail[];
  /** Decides what the server says to RCPT TO and to a complete mail from now on; undefined takes it. */
  answerWith(answers: { recipient?: (address: string) => MailAnswer; mail?: () => MailAnswer }): void;
  stop(): Promise<void>;
}

/** Starts an SMTP server without TLS on a free loopback port; with `login`, mail is taken after it only. */
export async function startMailServer(
  options: { login?: { user: string; password: string } } = {},
): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  let answers: Parameters<MailServer['answerWith']>[0] = {};
  const { login } = options;
  const server = new SMTPServer({
    authOptional: login === undefined,
    disabledCommands: login === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    allowInsecureAuth: true,
    // A client that was left without an answer is not waited for.
    closeTimeout: 200,
    onAuth(auth, _session, done) {
      if (auth.username === login?.user && auth.password === login?.password)
        done(null, { user: auth.username ?? '' });
      else done(withCode({ code: 535, message: 'bad user name or password' }));
    },
    onRcptTo(address, _session, done) {
      answer(answers.recipient?.(address.address), done);
    },
    onData(stream, session, done) {
      let source = '';
      stream.setEncoding('utf8').on('data', (text: string) => (source += text));
      stream.on('end', () => {
        const said = answers.mail?.();
        const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
        const to = session.envelope.rcptTo.map(({ address }) => address);
        if (said === undefined) received.push({ from, to, source });
        answer(said, done);
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  return {
    host: '127.0.0.1',
    port: (server.server.address() as AddressInfo).port,
    received,
    answerWith(next) {
      answers = next;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
      }),
  };
}

function answer(said: MailAnswer, done: (error?: Error | null) => void): void {
  if (said === undefined) done();
  else if (said !== 'hang') done(withCode(said));
}

function withCode(said: { code: number; message: string }): Error {
  return Object.assign(new Error(said.message), { responseCode: said.code });
}
