/** A restic repository as people may see it: user name and password of its URL are left out. */
export function locationOf(repository: string): string {
  return repository.replace(/(?<=:\/\/)[^/\s]*@/, '');
}
