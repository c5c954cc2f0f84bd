import { type EndlessSender, sendAndNeverRead } from '../../test/harness/endless-packets.ts';

const { senders, kind } = JSON.parse(process.env['FLOOD'] ?? '') as {
  senders: EndlessSender[];
  kind: string;
};
for (const sender of senders) sendAndNeverRead(sender, kind);
process.stdout.write('flooding\n');
