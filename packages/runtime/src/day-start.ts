const HOUR_MS = 3_600_000;
const forms = new Map<string, Intl.DateTimeFormat>();

/** When the day began that a calendar on the wall of that zone shows at `at`; both Unix milliseconds. */
export function dayStart(at: number, zone: string): number {
  const day = dayOf(at, zone);
  // The first moment of that day: the clock may have been set since, or midnight left out.
  let before = at - 27 * HOUR_MS;
  let after = at;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayOf(middle, zone) === day) after = middle;
    else before = middle;
  }
  return after;
}

function dayOf(at: number, zone: string): string {
  let form = forms.get(zone);
  if (form === undefined) {
    form = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    forms.set(zone, form);
  }
  return form.format(at);
}
