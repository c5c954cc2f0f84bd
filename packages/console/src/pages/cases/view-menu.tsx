import { useSignal } from '@preact/signals';
import type { SavedView } from '@watchcase/api';
import { forgetView, readViews, saveView } from '../../api/client.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Link } from '../../parts/link.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { query } from '../../state/route.ts';
import { useResource } from '../../state/use-resource.ts';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';

/** The reader's own lists, each an address under a name. */
export function ViewMenu() {
  const { cases } = texts.value;
  const views = useResource('views', readViews);
  const asking = useSignal(false);
  const name = useSignal('');
  const { busy, fault, attempt } = useTrying();
  const now = query.value.toString();

  const change = (work: () => Promise<SavedView[]>) =>
    attempt(async () => {
      views.data.value = await work();
      asking.value = false;
    });

  return (
    <nav class="views" aria-label={cases.views}>
      {(views.data.value ?? []).map((view) => (
        <span key={view.id} class={`view ${view.query === now ? 'now' : ''}`}>
          <Link to={`/cases${view.query === '' ? '' : `?${view.query}`}`}>{view.name}</Link>
          <button
            type="button"
            class="bare"
            aria-label={cases.forgetView(view.name)}
            onClick={() => void change(() => forgetView(view.id))}
          >
            ×
          </button>
        </span>
      ))}
      {now === '' ? null : (
        <button type="button" class="bare" onClick={() => (asking.value = true)}>
          {cases.saveView}
        </button>
      )}
      {asking.value ? (
        <Dialog
          title={cases.saveView}
          confirm={texts.value.shell.save}
          busy={busy.value}
          cancel={() => (asking.value = false)}
          submit={() => void change(() => saveView(name.value.trim(), now))}
        >
          <Field
            label={cases.viewName}
            value={name.value}
            input={(typed) => (name.value = typed)}
            maxLength={60}
            autoFocus
            required
          />
          {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
        </Dialog>
      ) : null}
    </nav>
  );
}
