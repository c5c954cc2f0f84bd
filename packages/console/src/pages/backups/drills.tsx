import { FaultNote, Waiting, Empty } from '../../parts/states.tsx';
import { texts } from '../../texts/index.ts';
import { DrillFeeds } from './drill-feeds.tsx';

export function DrillsView() {
  const { backupCare } = texts.value;
  return (
    <>
      <p class="lead">{backupCare.drillsLead}</p>
      <DrillFeeds />
    </>
  );
}
