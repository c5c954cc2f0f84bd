import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appliedSchema, exportedSchema, importKinds } from '@watchcase/api';
import { nearestWord, UserError } from '@watchcase/runtime';
import { addressOf, askCollector, postTo } from './ask-collector.ts';
import type { CommandNeeds, Options } from './needs.ts';
import { readFolder, readOne } from './read-folder.ts';

/** `apply -f FILE|FOLDER`: asks the running collector to take YAML files as all there shall be, and prints what changes. */
export async function applyCommand(options: Options, needs: CommandNeeds): Promise<number> {
  if (options.file === undefined) throw missing('apply', '-f FILE or -f FOLDER');
  const body = { files: readFolder(options.file), dryRun: options['dry-run'], prune: options.prune };
  const answer = await postTo('/apply', body, options);
  needs.print(appliedSchema.parse(answer).text);
  return 0;
}

/** `import customers|contacts|people -f TABLE.csv`. */
export async function importCommand(
  [kind = '']: readonly string[],
  options: Options,
  needs: CommandNeeds,
): Promise<number> {
  if (!(importKinds as readonly string[]).includes(kind)) {
    const meant = nearestWord(kind, importKinds);
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: 'import',
      message: `one of ${importKinds.join(', ')} was expected`,
      ...(meant === undefined ? {} : { fix: `did you mean "${meant}"?` }),
    });
  }
  if (options.file === undefined) throw missing('import', '-f TABLE.csv');
  const body = { ...readOne(options.file), dryRun: options['dry-run'] };
  needs.print(appliedSchema.parse(await postTo(`/import/${kind}`, body, options)).text);
  return 0;
}

/** `export [--to FOLDER]`: prints the directory in its YAML form, or writes it as files by kind. */
export async function exportCommand(options: Options, needs: CommandNeeds): Promise<number> {
  const { files } = exportedSchema.parse(await askCollector('/export', options));
  const { to } = options;
  if (to === undefined) {
    // Sections of one kind may be in several files: those cannot be one text.
    if (new Set(files.map(({ name }) => name.replace(/-\d+\.yaml$/, '.yaml'))).size < files.length)
      throw new UserError({
        code: 'DIRECTORY_TOO_LONG',
        place: 'export',
        message: 'there is more than fits one file',
        fix: `write files: watchcase export --to FOLDER (at ${addressOf(options)})`,
      });
    needs.print(files.map(({ text }) => text.trimEnd()).join('\n'));
    return 0;
  }
  mkdirSync(to, { recursive: true });
  for (const { name, text } of files) writeFileSync(join(to, name), text);
  needs.print(`${files.length} files written to ${to}`);
  return 0;
}

function missing(command: string, what: string): UserError {
  return new UserError({
    code: 'COMMAND_UNKNOWN',
    place: command,
    message: `"${command}" lacks ${what}`,
    fix: 'see watchcase --help',
  });
}
