/** Group key of the case of all that is too much at once on a host. No host's and no rule's group is called so: their customer's name stands first. */
export function crowdKey(hostId: string): string {
  return `crowd ${hostId}`;
}
