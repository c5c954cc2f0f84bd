import type { Field } from '../../contract.ts';

/** Counters of an interface since it came up; packets only where the system tells. */
export interface InterfaceCounters {
  name: string;
  bytesReceived: number;
  bytesSent: number;
  packetsReceived?: number;
  packetsSent?: number;
  errorsIn: number;
  errorsOut: number;
  dropsIn: number;
  dropsOut: number;
}

/** Telegraf's fields. */
export function counterFields(it: InterfaceCounters): Field[] {
  return [
    ['bytes_recv', 'bytes', it.bytesReceived],
    ['bytes_sent', 'bytes', it.bytesSent],
    ['packets_recv', 'count', it.packetsReceived ?? null],
    ['packets_sent', 'count', it.packetsSent ?? null],
    ['err_in', 'count', it.errorsIn],
    ['err_out', 'count', it.errorsOut],
    ['drop_in', 'count', it.dropsIn],
    ['drop_out', 'count', it.dropsOut],
  ];
}
