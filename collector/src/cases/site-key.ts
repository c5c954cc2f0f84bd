/** Group key of the case of a site. No host's and no rule's group is called so: their customer's name stands first. */
export function siteKey({ customerId, siteId }: { customerId: string; siteId: string }): string {
  return `site ${customerId}/${siteId}`;
}
