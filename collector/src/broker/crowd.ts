import { ENROL_USER } from '@watchcase/protocol';

/** Connections of one host at once: a new one, and old ones whose end has not been noticed yet. */
const MOST_PER_HOST = 4;
/** Newcomers at once. */
const MOST_ENROLLING = 200;

/** Who is connected under which user name, so that no user takes up all connections. */
export interface Crowd<T> {
  /** Lets one in; gives the one that has been there longest when there are too many under this name. */
  enter(username: string, one: T): T | undefined;
  leave(username: string, one: T): void;
}

/** Nobody is connected yet. */
export function createCrowd<T>(): Crowd<T> {
  const crowds = new Map<string, Set<T>>();
  return {
    enter(username, one) {
      const crowd = crowds.get(username) ?? new Set<T>();
      crowds.set(username, crowd);
      crowd.add(one);
      const most = username === ENROL_USER ? MOST_ENROLLING : MOST_PER_HOST;
      if (crowd.size <= most) return undefined;
      const [oldest] = crowd;
      if (oldest !== undefined) crowd.delete(oldest);
      return oldest;
    },
    leave(username, one) {
      const crowd = crowds.get(username);
      crowd?.delete(one);
      if (crowd?.size === 0) crowds.delete(username);
    },
  };
}
