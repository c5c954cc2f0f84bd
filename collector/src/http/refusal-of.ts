import type { EnrolReply } from '@watchcase/protocol';
import type { UserError } from '@watchcase/runtime';

/** What a newcomer over MQTT is told when it may not join (pure); its agent prints the code and the message. */
export function refusalOf(error: UserError): EnrolReply {
  const fault = error.faults[0];
  const fix = fault?.fix === undefined ? '' : ` - ${fault.fix}`;
  return { ok: false, code: error.code, message: `${fault?.message ?? 'the host may not join'}${fix}` };
}
