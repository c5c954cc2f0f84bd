import { Link } from '../parts/link.tsx';
import { Title } from '../parts/title.tsx';
import { texts } from '../texts/index.ts';

/** An address that leads to no page. */
export function NowherePage() {
  const { shell } = texts.value;
  return (
    <div class="page nowhere">
      <Title text={shell.nowhere} />
      <p class="lead">
        <Link to="/" class="button primary">
          {shell.toCases}
        </Link>
      </p>
    </div>
  );
}
