import { useSignal } from '@preact/signals';
import { faultOf } from '../api/fault.ts';
import { signOut } from '../api/sign-in.ts';
import { Choices } from '../parts/choices.tsx';
import { Field } from '../parts/field.tsx';
import { Link } from '../parts/link.tsx';
import { OwnAccess } from './own-access/own-access.tsx';
import { Title } from '../parts/title.tsx';
import { say } from '../parts/toast.tsx';
import { chooseLanguage, language } from '../state/language.ts';
import { second } from '../state/server-time.ts';
import { chooseName, mayDo, me, ownName, session } from '../state/session.ts';
import { chooseTheme, theme, themes } from '../state/theme.ts';
import { faultText, texts } from '../texts/index.ts';
import { momentText } from '../words/moment.ts';

/** What this reader wants, and who they are. */
export function SettingsPage() {
  const { shell } = texts.value;
  return (
    <div class="page narrow">
      <Title text={shell.settings} />
      {me.value?.role === 'admin' ? (
        <section class="card">
          <NameForm />
        </section>
      ) : null}
      <section class="card rows">
        <div class="row">
          <span>{shell.language}</span>
          <Choices
            label={shell.language}
            value={language.value}
            options={[
              { value: 'en', text: 'English' },
              { value: 'zh-CN', text: '中文' },
            ]}
            choose={chooseLanguage}
          />
        </div>
        <div class="row">
          <span>{shell.theme}</span>
          <Choices
            label={shell.theme}
            value={theme.value}
            options={themes.map((value) => ({ value, text: shell.themes[value] }))}
            choose={chooseTheme}
          />
        </div>
      </section>
      <section class="card rows">
        <div class="row">
          <span>{shell.signedInAs}</span>
          <strong>{session.value}</strong>
        </div>
        <div class="row">
          <span>{shell.serverTime}</span>
          <span class="figures">{momentText(second.value, language.value)}</span>
        </div>
        <button
          type="button"
          class="plain wide"
          onClick={() => void signOut().catch((error: unknown) => say(faultText(faultOf(error))))}
        >
          {shell.signOut}
        </button>
      </section>
      {mayDo('accounts.manage') ? (
        <p class="other-settings">
          <Link to="/accounts" class="button plain">
            {texts.value.access.accounts}
          </Link>
          <Link to="/channels" class="button plain">
            {texts.value.access.channels}
          </Link>
          <Link to="/rollouts" class="button plain">
            {texts.value.rollouts.title}
          </Link>
        </p>
      ) : null}
      <OwnAccess />
    </div>
  );
}

function NameForm() {
  const { shell } = texts.value;
  const name = useSignal(ownName.value);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        chooseName(name.value);
        say(shell.saved);
      }}
    >
      <Field
        label={shell.yourName}
        value={name.value}
        input={(text) => {
          name.value = text;
        }}
        hint={shell.yourNameHint}
        maxLength={100}
        autoComplete="name"
      />
      <button type="submit" class="primary">
        {shell.save}
      </button>
    </form>
  );
}
