/** A map of so many entries at most: for each one more, the one that was put in longest ago goes. */
export class BoundedMap<K, V> extends Map<K, V> {
  readonly #most: number;

  constructor(most: number) {
    super();
    this.#most = most;
  }

  /** What is put in again counts as the newest. */
  override set(key: K, value: V): this {
    this.delete(key);
    super.set(key, value);
    if (this.size > this.#most) for (const oldest of this.keys()) return this.#forget(oldest);
    return this;
  }

  #forget(key: K): this {
    this.delete(key);
    return this;
  }
}
