/** Telegraf's numbers for systemd's load states. */
export const loadCodes = codes(0, [
  'loaded',
  'stub',
  'not-found',
  'bad-setting',
  'error',
  'merged',
  'masked',
]);

/** Telegraf's numbers for systemd's active states. */
export const activeCodes = codes(0, [
  'active',
  'reloading',
  'inactive',
  'failed',
  'activating',
  'deactivating',
]);

/** Telegraf's numbers for the states of all kinds of unit: one block of numbers for each kind, a state that several kinds have in the first. */
export const subCodes: ReadonlyMap<string, number> = new Map([
  ...codes(0x00, [
    'running',
    'dead',
    'start-pre',
    'start',
    'exited',
    'reload',
    'stop',
    'stop-watchdog',
    'stop-sigterm',
    'stop-sigkill',
    'stop-post',
    'final-sigterm',
    'failed',
    'auto-restart',
    'condition',
    'cleaning',
  ]),
  ...codes(0x10, [
    'waiting',
    'reload-signal',
    'reload-notify',
    'final-watchdog',
    'dead-before-auto-restart',
    'failed-before-auto-restart',
    'dead-resources-pinned',
    'auto-restart-queued',
  ]),
  ...codes(0x20, ['tentative', 'plugged']),
  ...codes(0x30, [
    'mounting',
    'mounting-done',
    'mounted',
    'remounting',
    'unmounting',
    'remounting-sigterm',
    'remounting-sigkill',
    'unmounting-sigterm',
    'unmounting-sigkill',
  ]),
  ...codes(0x50, ['abandoned']),
  ...codes(0x60, ['active']),
  ...codes(0x70, [
    'start-chown',
    'start-post',
    'listening',
    'stop-pre',
    'stop-pre-sigterm',
    'stop-pre-sigkill',
    'final-sigkill',
  ]),
  ...codes(0x80, [
    'activating',
    'activating-done',
    'deactivating',
    'deactivating-sigterm',
    'deactivating-sigkill',
  ]),
  ...codes(0xa0, ['elapsed']),
]);

function codes(first: number, states: readonly string[]): ReadonlyMap<string, number> {
  return new Map(states.map((state, index) => [state, first + index]));
}
