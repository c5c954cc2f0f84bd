import type { DirectoryRecordDetail, Title } from '@watchcase/api';
import { MarkedText } from '../../parts/marked-text.tsx';
import { language } from '../../state/language.ts';
import { listed, texts } from '../../texts/index.ts';

/** A playbook as whoever goes through it reads it: for which faults, and its steps in the reader's language. */
export function PlaybookFacts({ record: { data, id } }: { record: DirectoryRecordDetail }) {
  const { cases, directory } = texts.value;
  const names: Readonly<Record<string, string>> = cases.category;
  const {
    categories = [],
    rules = [],
    steps,
  } = data as unknown as {
    categories?: string[];
    rules?: string[];
    steps: Title[];
  };
  const facts = [
    [directory.fields['id'], id],
    [directory.forRules, listed(rules)],
    [directory.forCategories, listed(categories.map((one) => names[one] ?? one))],
  ];
  return (
    <div class="card record-facts">
      <dl class="facts">
        {facts
          .filter(([, text]) => text !== '')
          .map(([name, text]) => (
            <div key={name} class="fact">
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
      </dl>
      <ol class="steps">
        {steps.map((step) => (
          <li key={step.en}>
            <MarkedText text={step[language.value]} />
          </li>
        ))}
      </ol>
    </div>
  );
}
