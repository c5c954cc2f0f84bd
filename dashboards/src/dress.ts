import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  FieldColorBuilder,
  DashboardLinkBuilder,
  DashboardLinkType,
  FieldColorModeId,
  type Panel as GrafanaPanel,
  MappingType,
  type ThresholdsConfig,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import type { Limits, Panel } from './contract.ts';
import { DATASOURCE, type DashboardSet, linkOf } from './places.ts';
import { isFact } from './query.ts';
import { shapeOf, targetsOf } from './targets.ts';
import { type Text, textIn } from './text.ts';

/** What every builder of a panel has; their classes share no type. */
type Common = {
  [Name in
    | 'title'
    | 'description'
    | 'datasource'
    | 'withTarget'
    | 'unit'
    | 'interval'
    | 'thresholds'
    | 'mappings'
    | 'decimals'
    | 'min'
    | 'max'
    | 'noValue'
    | 'colorScheme'
    | 'dataLinks'
    | 'overrideByName']: (...args: Parameters<stat.PanelBuilder[Name]>) => unknown;
};

/** Title, help, queries, unit, colours, words and links: what is the same in every kind of panel. */
export function dress<B extends Common & Builder<GrafanaPanel>>(
  builder: B,
  panel: Panel,
  set: DashboardSet,
): B {
  const { title, help, unit, limits, words, decimals, min, max, empty, link, kind } = panel;
  const say = (said: Text) => textIn(set.language, said);
  builder.title(say(title));
  builder.description(say(help));
  builder.datasource({ type: set.datasource, uid: DATASOURCE });
  builder.unit(unit);
  for (const target of targetsOf(panel, set)) builder.withTarget(target);
  if (panel.columns.some(({ query }) => isFact(query.from))) builder.interval('1m');
  if (limits !== undefined) builder.thresholds(thresholdsOf(limits));
  if (words !== undefined) builder.mappings([mappingOf(words, set)]);
  if (decimals !== undefined) builder.decimals(decimals);
  if (min !== undefined) builder.min(min);
  if (max !== undefined) builder.max(max);
  if (empty !== undefined) builder.noValue(say(empty));
  for (const [name, properties] of overridesOf(panel, say)) builder.overrideByName(name, properties);
  const mode = kind === 'lines' ? FieldColorModeId.PaletteClassic : FieldColorModeId.Thresholds;
  builder.colorScheme(new FieldColorBuilder().mode(mode));
  // A row's tags are cells and no labels: its link is one of its host's or customer's cell.
  if (link !== undefined && shapeOf(panel) !== 'rows') {
    const { title: called, url } = linkOf(link, set, (tag) => `$\{__field.labels.${tag}}`);
    builder.dataLinks([linkBuilder(called, url)]);
  }
  return builder;
}

/** Words and colours of single series, by their whole name. */
function overridesOf({ names = {}, colors = {} }: Panel, say: (said: Text) => string) {
  const all = [...new Set([...Object.keys(names), ...Object.keys(colors)])].map((name) => {
    const word = names[name];
    const properties: { id: string; value: unknown }[] = [];
    if (word !== undefined && say(word) !== name) properties.push({ id: 'displayName', value: say(word) });
    if (colors[name] !== undefined)
      properties.push({ id: 'color', value: { mode: FieldColorModeId.Fixed, fixedColor: colors[name] } });
    return [name, properties] as const;
  });
  return all.filter(([, properties]) => properties.length > 0);
}

/** A link from a value. */
export function linkBuilder(title: string, url: string): DashboardLinkBuilder {
  return new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(url);
}

/** Colours from limits on. */
export function thresholdsOf(limits: Limits): Builder<ThresholdsConfig> {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps(limits.map(([value, color]) => ({ value, color })));
}

/** Words for numbers. */
export function mappingOf(words: Readonly<Record<number, Text>>, { language }: DashboardSet): ValueMapping {
  const entries = Object.entries(words).map(([value, word], index) => [
    value,
    { text: textIn(language, word), index },
  ]);
  return {
    type: MappingType.ValueToText,
    options: Object.fromEntries(entries) as Record<string, { text: string; index: number }>,
  };
}
