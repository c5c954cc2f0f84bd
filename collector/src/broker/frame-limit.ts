/** Follows one MQTT byte stream and tells when a frame announces more bytes than allowed, before it is gathered in memory. */
export interface FrameLimit {
  /** True when a frame in or across `chunk` is too long. */
  exceeds(chunk: Buffer): boolean;
}

/** Frames may have `maxBytes` after their fixed header. Reads only the length of each frame (MQTT 3.1.1 §2.2.3), no contents. */
export function createFrameLimit(maxBytes: number): FrameLimit {
  let skip = 0;
  let inLength = false;
  let length = 0;
  let shift = 0;

  function readLengthByte(byte: number): boolean {
    length += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (length > maxBytes || shift > 28) return false;
    if ((byte & 0x80) === 0) {
      inLength = false;
      skip = length;
    }
    return true;
  }

  return {
    exceeds(chunk) {
      let at = 0;
      while (at < chunk.length) {
        if (inLength) {
          if (!readLengthByte(chunk[at] ?? 0)) return true;
          at++;
        } else if (skip > 0) {
          const step = Math.min(skip, chunk.length - at);
          skip -= step;
          at += step;
        } else {
          inLength = true;
          length = 0;
          shift = 0;
          at++;
        }
      }
      return false;
    },
  };
}
