import { defineBackupTool } from '../../contract.ts';
import { askApi } from '../ask-http.ts';
import { unknownOutput } from '../ask-tool.ts';
import { statusOf } from '../snapshot.ts';
import type { options } from './options.ts';
import { parseSnapshots } from './parse-snapshots.ts';

/** Reads the snapshots of one group from a Proxmox Backup Server, by its API. */
export default defineBackupTool<typeof options>({
  name: 'proxmox-backup',
  asksItself: true,
  async status(settings, host, now) {
    const { server, datastore, namespace, group, tokenId, token, verify, timeout } = settings;
    const base = server.replace(/\/+$/, '');
    const location = `${base}/${datastore}${namespace === undefined ? '' : `/${namespace}`}/${group}`;
    const [type = '', id = ''] = group.split('/');
    const query = new URLSearchParams({
      'backup-type': type,
      'backup-id': id,
      ...(namespace === undefined ? {} : { ns: namespace }),
    });
    const answer = await askApi(host, {
      url: `${base}/api2/json/admin/datastore/${datastore}/snapshots?${query.toString()}`,
      headers: { authorization: `PBSAPIToken=${tokenId}:${token.reveal()}` },
      timeoutMs: timeout,
      verify,
      place: location,
      secrets: [token],
    });
    const snapshots = parseSnapshots(answer);
    if (snapshots === undefined)
      throw unknownOutput(location, 'the list of snapshots', 'Proxmox Backup Server 2 and later');
    return [statusOf(location, snapshots, { now })];
  },
});
