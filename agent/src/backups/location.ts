/** A repository as people may see it: user name and password of its URL are left out. */
export function locationOf(repository: string): string {
  return repository.replace(/(?<=:\/\/)[^/\s]*@/, '');
}

/** The folder of a repository on this machine; undefined when it is elsewhere, or not given as a full path. */
export function localFolderOf(repository: string): string | undefined {
  const path = repository.replace(/^local:/, '');
  return path.startsWith('/') ? path.replace(/(?<=.)\/+$/, '') : undefined;
}
