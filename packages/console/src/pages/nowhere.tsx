import { Link } from '../parts/link.tsx';
import { Empty } from '../parts/states.tsx';
import { texts } from '../texts/index.ts';

/** An address that leads to no page. */
export function NowherePage() {
  const { shell } = texts.value;
  return (
    <div class="page">
      <Empty icon="search" title={shell.nowhere}>
        <Link to="/cases" class="button primary">
          {shell.toCases}
        </Link>
      </Empty>
    </div>
  );
}
