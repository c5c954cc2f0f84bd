import { SYNTHETIC } from '../model/index.ts';

/** The rule that a synthetic alert fires: it has a value that no agent measures. */
export const syntheticPack = {
  file: 'synthetic-alert.yaml',
  text: `
pack: ${SYNTHETIC.pack}
rules:
  - id: ${SYNTHETIC.rule.slice(SYNTHETIC.pack.length + 1)}
    title:
      en: "A synthetic alert of Watchcase itself"
      zh-CN: "Watchcase 自身的合成告警"
    when: synthetic_alert.wrong == 1
    severity: critical
    category: software
`,
};
