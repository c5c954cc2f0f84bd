const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin:/snap/bin';
/** Without these programs of Windows find neither their libraries nor where to write. */
const OF_WINDOWS = new Set([
  'APPDATA',
  'COMPUTERNAME',
  'COMSPEC',
  'LOCALAPPDATA',
  'PATH',
  'PATHEXT',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'PSMODULEPATH',
  'SYSTEMDRIVE',
  'SYSTEMROOT',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'WINDIR',
]);

/** Variables, of the agent's process or of others. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a program is given of the machine's environment, whatever the agent's own is (pure); of Windows' variables, whose names have no case, those of the system. */
export function baseEnvironment(
  platform: NodeJS.Platform,
  own: Environment,
  home: string,
): Record<string, string> {
  if (platform !== 'win32') return { PATH, LANG: 'C.UTF-8', HOME: home };
  const kept = Object.entries(own).flatMap(([name, value]) =>
    value !== undefined && OF_WINDOWS.has(name.toUpperCase()) ? [[name, value] as const] : [],
  );
  return { ...Object.fromEntries(kept), HOME: home };
}
