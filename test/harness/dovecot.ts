import { chmodSync, chownSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programPath, temporaryFolder } from '@watchcase/testkit';
import { freePort } from './free-port.ts';
import { startProgram } from './program.ts';
import { connect } from 'node:net';

const NOBODY = 65_534;

/** A Dovecot of the test's own with one mailbox. */
export interface Dovecot {
  port: number;
  user: string;
  password: string;
  /** Puts a mail into the inbox, as a delivery does. */
  deliver(source: string): void;
  stop(): Promise<void>;
}

/** Starts Dovecot on a free loopback port, without TLS, as whoever runs the test. */
export async function startDovecot(): Promise<Dovecot> {
  const folder = temporaryFolder();
  const port = await freePort();
  const [user, password] = ['support', 'the-password'];
  const inbox = join(folder.path, 'mail');
  for (const part of ['new', 'cur', 'tmp']) mkdirSync(join(inbox, part), { recursive: true });
  // Dovecot serves nobody's mail as root.
  const uid = process.getuid?.() === 0 ? NOBODY : (process.getuid?.() ?? NOBODY);
  chmodSync(folder.path, 0o755);
  for (const path of [inbox, ...['new', 'cur', 'tmp'].map((part) => join(inbox, part))])
    chownSync(path, uid, uid);
  const file = join(folder.path, 'dovecot.conf');
  writeFileSync(file, configuration({ folder: folder.path, port, password, inbox, uid }));
  const program = await startProgram({
    name: 'dovecot',
    command: programPath('dovecot'),
    args: ['-F', '-c', file],
    ready: () => greets(port),
  });
  let count = 0;
  return {
    port,
    user,
    password,
    deliver(source) {
      const name = `${++count}.test`;
      const path = join(inbox, 'tmp', name);
      writeFileSync(path, source.replaceAll(/\r?\n/g, '\r\n'));
      chownSync(path, uid, uid);
      renameSync(path, join(inbox, 'new', name));
    },
    async stop() {
      await program.end('SIGTERM');
      folder[Symbol.dispose]();
    },
  };
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().startsWith('* OK'));
    });
    socket.once('error', () => resolve(false));
  });
}

function configuration(of: {
  folder: string;
  port: number;
  password: string;
  inbox: string;
  uid: number;
}): string {
  return `
base_dir = ${of.folder}/run
state_dir = ${of.folder}/state
log_path = ${of.folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${of.inbox}
first_valid_uid = 0
first_valid_gid = 0
passdb {
  driver = static
  args = password=${of.password}
}
userdb {
  driver = static
  args = uid=${of.uid} gid=${of.uid} home=${of.folder}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${of.port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;
}
