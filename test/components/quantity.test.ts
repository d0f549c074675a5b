import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantityInBillionths } from "../../components/quantity";

const billion = 10n ** 9n;

describe("quantityInBillionths", () => {
  it.each([
    ["5", 5n * billion],
    [5, 5n * billion],
    ["5000m", 5n * billion],
    ["0.1", billion / 10n],
    [".5", billion / 2n],
    ["24Gi", 24n * 2n ** 30n * billion],
    ["1.5Gi", 3n * 2n ** 29n * billion],
    ["25769803776", 24n * 2n ** 30n * billion],
    ["1E", 10n ** 27n],
    ["1e3", 1000n * billion],
    ["1E-3", billion / 1000n],
    ["-1m", -billion / 1000n],
    // Rounded up to a billionth, as the API server does.
    ["0.1n", 1n],
  ])("%s", (text, expected) => {
    expect(quantityInBillionths(text)).toBe(expected);
  });

  it.each([
    "",
    ".",
    "m",
    "24 Gi",
    "24GB",
    "24gi",
    "5 CPU",
    "1e999",
    "NaN",
    "0x10",
    "--1",
    "9".repeat(40),
    null,
    {},
    [],
  ])("is undefined for %j", (text) => {
    expect(quantityInBillionths(text)).toBeUndefined();
  });

  it("counts thousandths exactly, where floating point does not", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 9 }), (thousandths) => {
        const written = `${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, "0")}`;
        expect(quantityInBillionths(`${thousandths}m`)).toBe(BigInt(thousandths) * 10n ** 6n);
        expect(quantityInBillionths(written)).toBe(quantityInBillionths(`${thousandths}m`));
      }),
    );
  });
});
