import type { PageTarget, Severity } from '@watchcase/api';
import { serviceTime } from '@watchcase/calendar';
import { dutiesOf, isRetired, type Snapshot } from '../directory/index.ts';
import type { PageReason } from '../model/index.ts';
import type { Answer, Asked, AskWho, Escalation } from './contract.ts';

/** Who can be paged, as far as escalations ask. */
export interface Reachable {
  /** By id, else by name; undefined for nobody who is known. */
  find(nameOrId: string): { id: string; name: string } | undefined;
  /** Empty where there is no way to the person. */
  waysOf(
    person: string,
    page: { severity: Severity; reason: PageReason; at: number; channel?: string },
  ): readonly unknown[];
  /** The people of the config's `duty`, in order. */
  duty: readonly { name: string }[];
}

/** The case that somebody is asked for. */
interface AskedCase {
  /** Whose chain it has. */
  team: string;
  customer: string;
  /** The site's own id. */
  site: string;
  category: string;
  severity: Severity;
  assignee: string | null;
}

/** Who is there at a moment for a case (pure): by the rotas of then, without those who are away, as far as there is a way to them. */
function whoIsThere(
  directory: Snapshot,
  roster: Reachable,
  { it, at }: { it: AskedCase; at: number },
): AskWho {
  const duties = dutiesOf(directory);
  const onDuty = (where: { team?: string; rota?: string }) => {
    const found = duties.who({ ...where, ...questionOf(directory, it) }, at);
    return found.find(({ people }) => people.length > 0)?.people ?? [];
  };

  function idsOf(target: PageTarget | 'everybody'): readonly string[] {
    if (target === 'everybody') return roster.duty.map(({ name }) => name);
    if (target === 'on-duty') return onDuty({ team: it.team });
    if (target === 'assignee') return it.assignee === null ? [] : [it.assignee];
    if (target === 'lead' || target === 'manager') return ofTeam(directory, it.team, target);
    if ('rota' in target) return duties.who({ rota: target.rota }, at).flatMap(({ people }) => [...people]);
    if ('person' in target) return [target.person];
    const hasRota = duties.rotas.some(({ team }) => team === target.team);
    return hasRota ? onDuty({ team: target.team }) : ofTeam(directory, target.team, 'members');
  }

  function isOpen(hours: string | undefined): boolean {
    if (hours === undefined) return true;
    const own = duties.who({ team: it.team, ...questionOf(directory, it) }, at)[0]?.rota.calendar;
    const calendar = duties.calendars.get(hours === 'business' ? (own ?? '') : hours);
    return calendar === undefined || serviceTime(calendar).isOpen(at);
  }

  return ({ page, channel, hours, evenAway }: Asked): Answer => {
    if (!isOpen(hours)) return { because: 'outside-hours', people: [] };
    const ids = page.flatMap(idsOf).flatMap((one) => roster.find(one)?.id ?? []);
    const isAway = (id: string) => evenAway !== true && duties.isAway(id, at);
    const named = [...new Set(ids)];
    const [away, there] = [named.filter(isAway), named.filter((id) => !isAway(id))];
    const passed = away.length === 0 ? {} : { away };
    if (there.length === 0) return { because: 'nobody-on-duty', people: [], ...passed };
    const wanted = {
      severity: it.severity,
      reason: 'step' as const,
      at,
      ...(channel === undefined ? {} : { channel }),
    };
    const people = there.filter((id) => roster.waysOf(id, wanted).length > 0);
    return people.length === 0
      ? { because: 'no-way', people: [], ...passed }
      : { because: 'asked', people, ...passed };
  };
}

/** Who is there for an escalation's case. */
export function whoFor(
  { severity, category, assignee, copy }: Escalation,
  { customer_id: customer, site_id: site }: { customer_id: string; site_id: string },
  { directory, roster, now }: { directory: Snapshot; roster: Reachable; now: number },
): AskWho {
  const asked = { team: copy?.chain.team ?? '', customer, site, category, severity, assignee };
  return whoIsThere(directory, roster, { it: asked, at: now });
}

function questionOf(directory: Snapshot, { customer, site, category, severity }: AskedCase) {
  return {
    skill: textOf(directory.get('categories', category)?.data['skill']),
    region:
      textOf(directory.get('sites', `${customer}.${site}`)?.data['region']) ??
      textOf(directory.get('customers', customer)?.data['region']),
    severity,
  };
}

function ofTeam(directory: Snapshot, team: string, field: 'lead' | 'manager' | 'members'): string[] {
  const record = directory.get('teams', team);
  if (record === undefined || isRetired(record)) return [];
  return [record.data[field] ?? []].flat().map(String);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
