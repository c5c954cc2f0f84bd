/** A site of all customers' sites; also the group key of its case: no host's and no rule's group is called so, since their customer's name stands first. */
export function siteKey({ customerId, siteId }: { customerId: string; siteId: string }): string {
  return `site ${customerId}/${siteId}`;
}
