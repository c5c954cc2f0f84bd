const DAY_MS = 86_400_000;
/** Who renews by a program does so a month before; a week later somebody has to look. */
const SOON_DAYS = 21;

/** How a certificate stands: one sentence for people where it needs them; undefined while all is well. */
export interface Expiry {
  state: 'good' | 'soon' | 'expired';
  warning: string | undefined;
}

/** Says whether a certificate that is good until `validTo` needs somebody (pure). Unix milliseconds. */
export function decideExpiry(validTo: number, now: number): Expiry {
  const days = Math.floor((validTo - now) / DAY_MS);
  const date = new Date(validTo).toISOString().slice(0, 10);
  if (validTo <= now)
    return {
      state: 'expired',
      warning: `the TLS certificate ended on ${date}: nobody who checks it connects`,
    };
  if (days < SOON_DAYS)
    return { state: 'soon', warning: `the TLS certificate ends on ${date}, in ${days} days: renew it` };
  return { state: 'good', warning: undefined };
}
