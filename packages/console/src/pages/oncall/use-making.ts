import { useSignal } from '@preact/signals';
import { makeDutyChange } from '../../api/oncall.ts';
import { type Fault, faultOf } from '../../api/fault.ts';
import { say } from '../../parts/toast.tsx';
import { texts } from '../../texts/index.ts';

/** Sends a new change of a rota, says so, and keeps why it failed. */
export function useMaking(kind: 'overrides' | 'swaps' | 'absences', done: () => void) {
  const busy = useSignal(false);
  const fault = useSignal<Fault | undefined>(undefined);
  async function send(body: object): Promise<void> {
    busy.value = true;
    try {
      await makeDutyChange(kind, body);
      say(texts.value.oncall.saved);
      done();
    } catch (error) {
      fault.value = faultOf(error);
    } finally {
      busy.value = false;
    }
  }
  return { busy, fault, send };
}
