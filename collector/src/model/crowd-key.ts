const PREFIX = 'crowd ';

/** Group key of the case of all that is too much at once on a host. No host's and no rule's group is called so: their customer's name stands first. */
export function crowdKey(hostId: string): string {
  return `${PREFIX}${hostId}`;
}

/** True of such a key. */
export function isCrowdKey(groupKey: string): boolean {
  return groupKey.startsWith(PREFIX);
}
