/** Why a request came to nothing. */
export interface Fault {
  /** The server's stable code, or `no-connection`, or `unreadable-answer`. */
  code: string;
  title: string;
  detail: string;
  /** Each thing that is wrong with what was sent, and where. */
  faults?: readonly { code: string; place: string; message: string; fix?: string | undefined }[] | undefined;
}

/** Carries a fault to whoever asked. */
export class RequestFailed extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(`${fault.code}: ${fault.title}`);
    this.fault = fault;
  }
}

/** The fault in whatever was thrown; anything unforeseen is an unreadable answer. */
export function faultOf(error: unknown): Fault {
  if (error instanceof RequestFailed) return error.fault;
  return {
    code: 'unreadable-answer',
    title: error instanceof Error ? error.message : String(error),
    detail: '',
  };
}
