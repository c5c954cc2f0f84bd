import { type CaseDetail, type Evidence, isUnresolved } from '@watchcase/api';
import { readSeries } from '../../api/client.ts';
import { Chart } from '../../parts/chart.tsx';
import { language } from '../../state/language.ts';
import { useHosts } from '../../state/use-hosts.ts';
import { useResource } from '../../state/use-resource.ts';
import { serverNow } from '../../state/server-time.ts';
import { texts } from '../../texts/index.ts';
import { continued } from '../../words/continued.ts';
import { quantityText } from '../../words/quantity.ts';

/** The series that raised the case, with the limit and the moment it was crossed. */
export function EvidenceCharts({ it }: { it: CaseDetail }) {
  const { cases } = texts.value;
  // Nobody expects a curve of what a person has told.
  if (it.evidence.length === 0 && it.alertCount === 0 && it.source !== 'alert') return null;
  return (
    <section class="card">
      <h2>{cases.evidence}</h2>
      {it.evidence.length === 0 ? <p class="soft">{cases.noEvidence}</p> : null}
      {it.evidence.map((evidence) => (
        <EvidenceChart key={evidence.alertId} it={it} evidence={evidence} />
      ))}
    </section>
  );
}

function EvidenceChart({ it, evidence }: { it: CaseDetail; evidence: Evidence }) {
  const { cases } = texts.value;
  const hostId = it.alerts.find((alert) => alert.id === evidence.alertId)?.host ?? it.host?.id;
  const running = hostId !== undefined && isUnresolved(it.state);
  useHosts(running ? [hostId] : []);
  const last = evidence.times.at(-1) ?? Date.parse(evidence.breachedAt) / 1000;
  const key = `${it.id} ${evidence.alertId} ${last} ${running}`;
  const later = useResource(
    key,
    async (signal) =>
      running
        ? readSeries(hostId, { series: [evidence.series], fromMs: last * 1000, toMs: serverNow() }, signal)
        : undefined,
    { touchedBy: (change) => running && change.hosts.includes(hostId), restMs: 10_000 },
  );
  const fresh = later.data.value;
  const points = continued(evidence, {
    times: fresh?.times ?? [],
    values: fresh?.series[0]?.values ?? [],
  });
  return (
    <figure class="evidence">
      <figcaption>
        <strong>{evidence.titles[language.value]}</strong>
        <code>{evidence.series}</code>
      </figcaption>
      <Chart
        title={evidence.titles[language.value]}
        times={points.times}
        lines={[{ name: evidence.series.replace(/\{.*/, ''), values: points.values }]}
        unit={evidence.unit}
        height={220}
        limit={
          evidence.threshold === null
            ? undefined
            : {
                value: evidence.threshold,
                text: cases.threshold(
                  quantityText(evidence.threshold, evidence.unit, texts.value.shell.unit),
                ),
              }
        }
        mark={{ seconds: Date.parse(evidence.breachedAt) / 1000, text: cases.breach }}
      />
    </figure>
  );
}
