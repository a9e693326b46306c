/** Pixels a name may take; the rest of it is cut off. */
export const longestName = 150;

/** A point with its name, in shares of the width and the height of a plot. */
interface Named {
  readonly place: readonly [across: number, down: number];
  readonly name: string;
}

/** Which side of its point a name stands on, and how many pixels lower. */
export interface NamePlace {
  readonly side: "left" | "right";
  readonly down: number;
}

/**
 * Places for the names of points so that none covers another name, nor a point where there is room enough: beside the point, above or
 * below it, and farther where that is taken. Counted for a narrow plot, and so that it holds in wider ones.
 */
export function placedNames(points: readonly Named[], height: number): NamePlace[] {
  const spots = points.map(({ place: [across, down], name }) => ({ x: across * NARROW, y: down * height, name }));
  const dots: Box[] = spots.map(({ x, y }) => ({ left: x - DOT, right: x + DOT, top: y - DOT, bottom: y + DOT }));
  const names: Box[] = [];
  return spots.map(({ x, y, name }) => {
    const side = x > NARROW / 2 ? "left" : "right";
    const width = Math.min(CHARACTER * name.length, longestName, (side === "left" ? x : NARROW - x) - GAP);
    const [left, right] = side === "left" ? [x - GAP - width, x - GAP] : [x + GAP, x + GAP + width];
    const boxAt = (down: number) => ({ left, right, top: y + down - LINE / 2, bottom: y + down + LINE / 2 });
    const within = offsets(height).filter((down) => boxAt(down).top >= 0 && boxAt(down).bottom <= height);
    // With the way to its point, since names that have passed each other here would meet on it in a wider plot.
    const reachAt = (down: number) => ({ ...boxAt(down), left: Math.min(left, x), right: Math.max(right, x) });
    const clear = within.filter((down) => !names.some((name) => meet(reachAt(down), name)));
    const down = clear.find((down) => !dots.some((dot) => meet(boxAt(down), dot))) ?? clear[0] ?? within[0] ?? 0;
    names.push(reachAt(down));
    return { side, down };
  });
}

/** Pixels from a point down to its name, nearest first: every one, as names in odd places leave odd gaps. */
function offsets(height: number): number[] {
  return Array.from({ length: Math.max(0, Math.floor(height) - GAP) }, (_, at) => [-(GAP + at), GAP + at]).flat();
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function meet(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** Pixels: of a plot on a phone, half a point, from a point to its name, a character, a line of text. */
const NARROW = 240;
const DOT = 5;
const GAP = 9;
const CHARACTER = 6.6;
const LINE = 14;
