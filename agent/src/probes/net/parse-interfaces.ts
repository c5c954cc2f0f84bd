import type { InterfaceCounters } from './counter-fields.ts';

const COLUMNS = 12;

/** Reads /proc/net/dev: two lines of heading, then `name: ` with eight columns received and eight sent. */
export function parseInterfaces(text: string): InterfaceCounters[] {
  return text.split('\n').flatMap((line) => {
    // Old kernels put the first number right behind the colon.
    const colon = line.lastIndexOf(':');
    const columns = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/)
      .map(Number);
    if (colon < 0 || columns.length < COLUMNS) return [];
    const at = (index: number) => columns[index] ?? 0;
    return [
      {
        name: line.slice(0, colon).trim(),
        bytesReceived: at(0),
        packetsReceived: at(1),
        errorsIn: at(2),
        dropsIn: at(3),
        bytesSent: at(8),
        packetsSent: at(9),
        errorsOut: at(10),
        dropsOut: at(11),
      },
    ];
  });
}
