/** Colours and type of a chart, as the page has them now. */
export interface ChartInk {
  soft: string;
  line: string;
  bad: string;
  lines: readonly string[];
  font: string;
}

const LINES = 8;

/** Reads the page's colours: a canvas knows none of CSS's names. Colours come as `#rrggbb`. */
export function inkOf(place: HTMLElement): ChartInk {
  const probe = document.createElement('span');
  place.append(probe);
  const colour = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return hex(getComputedStyle(probe).color);
  };
  const ink = {
    soft: colour('soft'),
    line: colour('line'),
    bad: colour('overdue'),
    lines: Array.from({ length: LINES }, (_, i) => colour(`line-${i + 1}`)),
    font: `12px ${getComputedStyle(place).fontFamily}`,
  };
  probe.remove();
  return ink;
}

/** `rgb(1, 2, 3)` as `#010203`; anything else as it is. */
function hex(text: string): string {
  const parts = /^rgb\((?<red>\d+), (?<green>\d+), (?<blue>\d+)\)$/.exec(text)?.groups;
  if (parts === undefined) return text;
  const two = (part: string | undefined) => Number(part).toString(16).padStart(2, '0');
  return `#${two(parts['red'])}${two(parts['green'])}${two(parts['blue'])}`;
}
