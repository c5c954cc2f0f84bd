import { isVersion } from '@watchcase/protocol';

/** What the name of a package's file says, as `npm run package` makes it. */
export interface NamedPackage {
  version: string;
  platform: string;
}

const FORMS: readonly { form: RegExp; platform(word: string): string }[] = [
  { form: /^watchcase-agent_(?<version>[^_]+)_(?<word>linux-[a-z\d-]+)\.tar\.gz$/, platform: (word) => word },
  { form: /^watchcase-agent_(?<version>[^_]+)_(?<word>windows-[a-z\d]+)\.zip$/, platform: (word) => word },
  { form: /^watchcase-agent_(?<version>[^_]+)_(?<word>[a-z\d]+)\.deb$/, platform: (word) => `deb-${word}` },
  {
    form: /^watchcase-agent-(?<version>.+)\.(?<word>x86_64|aarch64)\.rpm$/,
    platform: (word) => `rpm-${word.replace('_', '-')}`,
  },
];

/** Version and platform of a package by its file's name (pure); undefined where it does not say them. */
export function packageOfName(file: string): NamedPackage | undefined {
  for (const { form, platform } of FORMS) {
    const { version = '', word = '' } = form.exec(file)?.groups ?? {};
    if (isVersion(version)) return { version, platform: platform(word) };
  }
  return undefined;
}
