const forms = new Map<string, Intl.DateTimeFormat>();

/**
 * A moment (ISO 8601) as a clock on the wall of that zone shows it, with the zone's name: `2026-03-02 16:00:05 Asia/Shanghai (UTC+8)`. The difference to UTC
 * stands there for the hour that comes twice.
 */
export function localTime(iso: string, zone: string): string {
  const parts = new Map(
    formOf(zone)
      .formatToParts(Date.parse(iso))
      .map(({ type, value }) => [type, value]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}:${of('second')} ${nameOf(zone, of('timeZoneName'))}`;
}

function nameOf(zone: string, offset: string): string {
  return zone === 'UTC' ? zone : `${zone} (${offset.replace('GMT', 'UTC')})`;
}

/** True for a time zone's name, such as Asia/Shanghai or UTC. */
export function isZone(name: string): boolean {
  try {
    return formOf(name) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

let own: string | undefined;

/** The zone this machine was in when it was first asked; UTC where it is not told. Asking costs a millisecond. */
export function machineZone(): string {
  own ??= Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  return own;
}

function formOf(zone: string): Intl.DateTimeFormat {
  let form = forms.get(zone);
  if (form === undefined) {
    form = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'shortOffset',
    });
    forms.set(zone, form);
  }
  return form;
}
