/** A customer's link works this long, milliseconds. */
export const CUSTOMER_LINK_MS = 60 * 86_400_000;
