import { useId } from 'preact/hooks';
import { texts } from '../texts/index.ts';
import { bytesText } from '../words/quantity.ts';

interface FileFieldProps {
  label: string;
  hint: string;
  files: readonly File[];
  choose: (files: readonly File[]) => void;
  /** What is wrong with those that are chosen, in the reader's words. */
  complaint?: string | undefined;
}

/** Files that are chosen, in several goes where that is needed: a phone's camera gives one at a time. */
export function FileField({ label, hint, files, choose, complaint }: FileFieldProps) {
  const { shell } = texts.value;
  const id = useId();
  return (
    <fieldset class="field files" aria-describedby={`${id}-hint`}>
      <legend>{label}</legend>
      {files.length === 0 ? null : (
        <ul>
          {files.map((file) => (
            <li key={file}>
              <span class="name">{file.name}</span> <span class="soft">{bytesText(file.size)}</span>
              <button
                type="button"
                class="bare"
                aria-label={`${shell.leaveOut}: ${file.name}`}
                onClick={() => choose(files.filter((one) => one !== file))}
              >
                {shell.leaveOut}
              </button>
            </li>
          ))}
        </ul>
      )}
      <label class="button plain">
        {shell.chooseFiles}
        <input
          type="file"
          multiple
          class="unseen"
          onChange={(event) => {
            const more = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = '';
            choose([...files, ...more]);
          }}
        />
      </label>
      <p class={complaint === undefined ? 'hint' : 'hint complaint'} id={`${id}-hint`}>
        {complaint ?? hint}
      </p>
    </fieldset>
  );
}
