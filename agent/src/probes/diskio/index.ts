import { defineProbe } from '../../contract.ts';
import type { Host } from '../../host/index.ts';
import { createNameTest } from '../name-patterns.ts';
import { activityFields } from './activity-fields.ts';
import { parseDiskstats } from './parse-diskstats.ts';
import type { options } from './options.ts';

export default defineProbe<typeof options>({
  name: 'diskio',
  start({ devices }, host) {
    const isWanted = devices.length > 0 ? createNameTest(devices) : createDiskTest(host);
    return async () => {
      if (host.platform !== 'linux') {
        const fields = activityFields(await host.portable.diskActivity());
        return [{ measurement: 'diskio', tags: { name: 'all' }, fields }];
      }
      return parseDiskstats(host.read('/proc/diskstats'))
        .filter(({ name }) => isWanted(name))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((activity) => ({
          measurement: 'diskio',
          tags: { name: activity.name },
          fields: activityFields(activity),
        }));
    };
  },
});

/** Optical and floppy drives, and the hidden areas of memory cards. */
const NEVER_DISKS = /^(?:sr|fd)\d|^mmcblk\d+(?:boot|rpmb)/;

/** True for whole disks: a partition has no folder in /sys/block, and what is made of other disks or of memory has no device there. */
function createDiskTest(host: Host): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const isDisk = !NEVER_DISKS.test(name) && hasDevice(host, name);
    known.set(name, isDisk);
    return isDisk;
  };
}

function hasDevice(host: Host, name: string): boolean {
  try {
    return host.list(`/sys/block/${name.replaceAll('/', '!')}`).includes('device');
  } catch {
    return false;
  }
}
