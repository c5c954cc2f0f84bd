import type { DutyFindingView } from '@watchcase/api';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { language } from '../../state/language.ts';
import { listed, texts } from '../../texts/index.ts';
import { minuteText } from '../../words/moment.ts';

/** Where nobody is on duty, or somebody twice, and who is out of use and still on a rota; of many the first `most`. */
export function DutyNotes({ findings, most }: { findings: readonly DutyFindingView[]; most: number }) {
  const { oncall } = texts.value;
  const left = findings.length - most;
  return (
    <>
      {findings.slice(0, most).map((finding) => (
        <div key={JSON.stringify(finding)} class="coverage-note" role="note">
          <Icon name="alert" size={20} />
          <div>
            <strong>
              <Link to={addressOf(finding)}>{lineOf(finding)}</Link>
            </strong>
            <p>{oncall.foundText[finding.kind]}</p>
          </div>
        </div>
      ))}
      {left > 0 ? <p class="soft">{oncall.foundMore(left)}</p> : null}
    </>
  );
}

function addressOf(finding: DutyFindingView): string {
  if (finding.kind === 'empty-step') return `/directory/chains/${encodeURIComponent(finding.chain.id)}`;
  if (finding.kind === 'unverified' || finding.kind === 'unreachable')
    return `/oncall?view=methods&person=${encodeURIComponent(finding.person.id)}`;
  if (finding.kind === 'retired') return `/directory/rotas/${encodeURIComponent(finding.rota.id)}`;
  const rota = finding.kind === 'gap' ? finding.rota : finding.rotas[0];
  const place = new URLSearchParams({ rota: rota?.id ?? '', from: finding.from.slice(0, 10) });
  return `/oncall?${place.toString()}`;
}

function lineOf(finding: DutyFindingView): string {
  const { oncall } = texts.value;
  if (finding.kind === 'empty-step') return oncall.foundEmptyStep(finding.chain.name, finding.step);
  if (finding.kind === 'unverified') return oncall.foundUnverified(finding.person.name, finding.channel);
  if (finding.kind === 'unreachable') return oncall.foundUnreachable(finding.person.name, finding.rota.name);
  if (finding.kind === 'retired') return oncall.foundRetired(finding.person.name, finding.rota.name);
  const [from, to] = [finding.from, finding.to].map((at) => minuteText(Date.parse(at), language.value)) as [
    string,
    string,
  ];
  return finding.kind === 'gap'
    ? oncall.foundGap(finding.rota.name, from, to)
    : oncall.foundTwice(finding.person.name, listed(finding.rotas.map(({ name }) => name)), from, to);
}
