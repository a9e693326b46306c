import { expect, test } from "vitest";
import { png } from "../../reports/index.ts";

const drawing = (text: string, height = 30) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="${height}" font-family="system-ui, sans-serif"><text x="5" y="20">${text}</text></svg>`;

const picture = async (text: string) => Buffer.from(await png(drawing(text), 2)).toString("base64");

test("text is really drawn: each letter of the alphabets it knows looks different", async () => {
  const letters = ["", "W", "w", "ő", "Ω", "Ж", "−"];
  const pictures = await Promise.all(letters.map(picture));
  expect(new Set(pictures).size).toBe(letters.length);
  expect(await picture("W")).toBe(pictures[1]);
  // Whatever it has no letter for is a box, and not left out.
  expect(await picture("語")).not.toBe(pictures[0]);
});

test("a picture has so many pixels for each unit of the drawing, up to a limit", async () => {
  const size = async (scale: number) => {
    const bytes = Buffer.from(await png(drawing("a"), scale));
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  };
  expect(await size(1)).toEqual([60, 30]);
  expect(await size(2.5)).toEqual([150, 75]);
  await expect(png(drawing("a", 20_000), 12)).rejects.toThrow(
    "--scale 12: the picture would have 720 × 240000 pixels; at most 10 is possible",
  );
});
