import { customerSees } from '../cases/index.ts';
import type { FlowDoors } from '../flow.ts';
import type { Metrics } from '../metrics/index.ts';
import { type CaseChange, isRealCase } from '../model/index.ts';
import type { BrokerLine } from './broker-line.ts';
import { countCases, countTurn } from './figures.ts';
import type { LiveChanges } from './live-changes.ts';
import type { LoadWatch } from './load-watch.ts';

/** What a room that is opened after the flow hears of its commits. */
export interface FlowEars {
  pagesQueued?(): void;
  changed?(cases: readonly CaseChange[]): void;
}

/** What the flow tells, and to whom. */
export interface FlowNews {
  readonly doors: FlowDoors;
  listen(ears: FlowEars): void;
  /** The auditor has written lines, and pages wait. */
  repaired(changes: readonly CaseChange[]): void;
  /** Who sends synthetic alerts hears of their case, and nobody else does. */
  hearSynthetic(hear: (changes: readonly CaseChange[]) => void): void;
}

/** Agents, figures and consoles are told from the beginning; others when they listen. */
export function createFlowNews(told: {
  metrics: Metrics;
  line: BrokerLine;
  live: LiveChanges;
  load: LoadWatch;
}): FlowNews {
  const { metrics, line, live, load } = told;
  const all: FlowEars[] = [];
  let hearSynthetic: (changes: readonly CaseChange[]) => void = () => undefined;
  const doors: FlowDoors = {
    publish(topic, payload) {
      line.publish(topic, payload);
      metrics.acknowledged(1);
    },
    heardUntil: line.heardUntil,
    wakeSender() {
      for (const ears of all) ears.pagesQueued?.();
    },
    changed(hosts, changes) {
      const cases = changes.filter(({ caseId }) => isRealCase(caseId));
      if (cases.length < changes.length) hearSynthetic(changes);
      countCases(metrics, cases);
      for (const ears of all) ears.changed?.(cases);
      const idsOf = (of: readonly CaseChange[]) => of.map(({ caseId }) => caseId);
      const seen = cases.filter(({ events }) => events.some(customerSees));
      live.tell({ hosts, cases: idsOf(cases), forCustomers: idsOf(seen) });
    },
    counted: countTurn(metrics),
    commitFailed: metrics.commitFailed,
    load: load.told,
  };
  return {
    doors,
    repaired(changes) {
      doors.wakeSender();
      doors.changed(new Set(), changes);
    },
    listen: (ears) => void all.push(ears),
    hearSynthetic(hear) {
      hearSynthetic = hear;
    },
  };
}
