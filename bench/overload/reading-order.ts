/** Steps by this part of a circle come to lie evenly, however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * In which order so many hosts read: each has its place in the interval and keeps it when others come, and the first ones alone are as even as all. A place that moved with their number let hosts be silent for several
 * intervals, and a collector rightly calls them offline.
 */
export function readingOrder(hosts: number): readonly number[] {
  const places = Array.from({ length: hosts }, (_, index) => ({ index, place: (index * GOLDEN) % 1 }));
  return places.toSorted((a, b) => a.place - b.place).map(({ index }) => index);
}
