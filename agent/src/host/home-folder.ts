import { homedir } from 'node:os';

/** The home folder programs are told; `/` for a user who has none, as in a container that runs under a bare number. */
export function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}
