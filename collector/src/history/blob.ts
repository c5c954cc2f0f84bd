/** Values as little-endian doubles; a missing one is NaN. */
export function encodeValues(values: readonly (number | null)[]): Uint8Array {
  const doubles = Float64Array.from(values, (value) => value ?? Number.NaN);
  return new Uint8Array(doubles.buffer);
}

/** The inverse of encodeValues. */
export function decodeValues(data: Uint8Array): Float64Array {
  return new Float64Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
}
