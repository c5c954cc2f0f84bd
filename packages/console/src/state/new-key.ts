/** A name for one act: asked for again under it, the server does not do it again. */
export function newKey(): string {
  // randomUUID is for pages behind TLS only.
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
}
