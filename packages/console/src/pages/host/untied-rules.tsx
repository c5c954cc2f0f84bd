import type { UntiedRule } from '@watchcase/api';
import { texts } from '../../texts/index.ts';

/** Rules that do not fit what the host reports, so that they cannot speak; nothing where all fit. */
export function UntiedRules({ rules }: { rules: readonly UntiedRule[] }) {
  const { hosts } = texts.value;
  if (rules.length === 0) return null;
  return (
    <section>
      <h2>{hosts.sections.untied}</h2>
      <p class="caution">{hosts.untied.lead}</p>
      <div class="card table-card">
        <table class="folding">
          <thead>
            <tr>
              <th scope="col">{hosts.untied.rule}</th>
              <th scope="col">{hosts.untied.why}</th>
            </tr>
          </thead>
          <tbody>
            {rules.map(({ rule, reason, message }) => (
              <tr key={`${rule} ${reason}`}>
                <th scope="row">{rule}</th>
                <td data-name={hosts.untied.why}>
                  {hosts.untied.reasons[reason]} <span class="soft">{message}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
