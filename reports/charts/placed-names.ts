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
 * Places for the names of points so that none covers another name or a point: beside the point, above or below it, and farther where
 * that is taken. Counted for a narrow plot; in a wider one points that are apart are only further apart.
 */
export function placedNames(points: readonly Named[], height: number): NamePlace[] {
  const spots = points.map(({ place: [across, down], name }) => ({ x: across * NARROW, y: down * height, name }));
  const taken: Box[] = spots.map(({ x, y }) => ({ left: x - DOT, right: x + DOT, top: y - DOT, bottom: y + DOT }));
  return spots.map(({ x, y, name }) => {
    const side = x > NARROW / 2 ? "left" : "right";
    const width = Math.min(CHARACTER * name.length, longestName, (side === "left" ? x : NARROW - x) - GAP);
    const [left, right] = side === "left" ? [x - GAP - width, x - GAP] : [x + GAP, x + GAP + width];
    const boxAt = (down: number) => ({ left, right, top: y + down - LINE / 2, bottom: y + down + LINE / 2 });
    const within = OFFSETS.filter((down) => boxAt(down).top >= 0 && boxAt(down).bottom <= height);
    const free = within.find((down) => !taken.some((other) => meet(boxAt(down), other)));
    const down = free ?? within[0] ?? 0;
    taken.push(boxAt(down));
    return { side, down };
  });
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
/** Nearest first. */
const OFFSETS = [
  -9,
  9,
  ...Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? -1 : 1) * (23 + 14 * Math.floor(at / 2))),
];
