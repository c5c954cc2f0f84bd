/** The part of a case's event that clocks look at. */
export interface ClockEvent {
  time: number;
  kind: string;
  data: Readonly<Record<string, unknown>>;
}
