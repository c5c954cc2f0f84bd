import { Icon } from '../parts/icon.tsx';
import { chooseLanguage, language } from '../state/language.ts';
import { chooseTheme, darkNow } from '../state/theme.ts';
import { texts } from '../texts/index.ts';

/** The other language, in its own words. */
export function LanguageSwitch() {
  const other = language.value === 'en' ? 'zh-CN' : 'en';
  return (
    <button type="button" class="bare" lang={other} onClick={() => chooseLanguage(other)}>
      {texts.value.shell.otherLanguage}
    </button>
  );
}

/** Language and colours, within reach on every page. */
export function QuickSwitches() {
  const { shell } = texts.value;
  const other = darkNow.value ? 'light' : 'dark';
  return (
    <div class="switches">
      <LanguageSwitch />
      <button
        type="button"
        class="bare round"
        aria-label={`${shell.theme}: ${shell.themes[other]}`}
        title={shell.themes[other]}
        onClick={() => chooseTheme(other)}
      >
        <Icon name={darkNow.value ? 'sun' : 'moon'} />
      </button>
    </div>
  );
}
