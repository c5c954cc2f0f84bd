/** What this browser remembers between visits; a browser that refuses to remember is no fault. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`watchcase.${key}`);
  } catch {
    return null;
  }
}

/** Remembers; null forgets. */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`watchcase.${key}`);
    else localStorage.setItem(`watchcase.${key}`, value);
  } catch {
    // Private windows may refuse: the choice then holds until the page is left.
  }
}
