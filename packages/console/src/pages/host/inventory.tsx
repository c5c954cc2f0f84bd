import type { HostDetail } from '@watchcase/api';
import { Fragment } from 'preact';
import { texts } from '../../texts/index.ts';
import { inventoryParts } from '../../words/inventory-lines.ts';

/** What the machine is made of, as its agent last said. */
export function Inventory({ inventory }: { inventory: HostDetail['inventory'] }) {
  const { hosts } = texts.value;
  return (
    <section>
      <h2>{hosts.sections.inventory}</h2>
      {inventory === null ? (
        <p class="soft">{hosts.noInventory}</p>
      ) : (
        <div class="card inventory">
          {inventoryParts(inventory).map((part) => (
            <details key={part.name} open={part.lines.length <= 12}>
              <summary>
                {part.name === '' ? hosts.columns.host : (hosts.inventory[part.name] ?? part.name)}
              </summary>
              <dl class="facts">
                {part.lines.map((line) => (
                  <Fragment key={line.name}>
                    <dt>{line.name}</dt>
                    <dd>{line.text}</dd>
                  </Fragment>
                ))}
              </dl>
            </details>
          ))}
        </div>
      )}
    </section>
  );
}
