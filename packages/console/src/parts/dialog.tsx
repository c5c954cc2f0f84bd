import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { texts } from '../texts/index.ts';

interface DialogProps {
  title: string;
  confirm: string;
  busy: boolean;
  danger?: boolean;
  submit: () => void;
  /** Another way to do it, beside the first. */
  also?: { text: string; submit: () => void };
  cancel: () => void;
  children: ComponentChildren;
}

/** Asks before something is done. The browser's own dialog: it holds the focus, and Escape leaves it. */
export function Dialog({
  title,
  confirm,
  busy,
  danger = false,
  submit,
  also,
  cancel,
  children,
}: DialogProps) {
  const alsoButton = useRef<HTMLButtonElement>(null);
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  const end = (
    <button type="submit" class={danger ? 'danger' : 'primary'} aria-disabled={busy}>
      {confirm}
    </button>
  );
  return (
    <dialog
      ref={element}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        cancel();
      }}
      onClick={(event) => {
        if (event.target === element.current) cancel();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (busy) return;
          const isAlso = event.submitter !== null && event.submitter === alsoButton.current;
          if (isAlso) also?.submit();
          else submit();
        }}
      >
        <h2 id={heading}>{title}</h2>
        {children}
        <div class="buttons">
          <button type="button" class="plain" onClick={cancel}>
            {texts.value.shell.cancel}
          </button>
          {also === undefined ? (
            end
          ) : (
            <div class="ends">
              <button ref={alsoButton} type="submit" class="plain" aria-disabled={busy}>
                {also.text}
              </button>
              {end}
            </div>
          )}
        </div>
      </form>
    </dialog>
  );
}
