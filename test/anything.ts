import * as pulumi from "@pulumi/pulumi";

/** A value of every type that a program in JavaScript may give in the place of another. */
export const anything: Record<string, unknown> = {
  text: "no value of anything",
  number: 70_000,
  fraction: 1.5,
  "no number": NaN,
  flag: true,
  list: ["x"],
  map: { x: "y" },
  function: () => "x",
  symbol: Symbol("x"),
  bigint: 5004n,
  date: new Date(0),
  Map: new Map([["x", "y"]]),
  Output: pulumi.output("x"),
  promise: Promise.resolve("x"),
};

/** What is said of an Output or a promise in the place of a value that has to be known. */
export const notKnown = "must be known when the program runs; give the value itself, not an Output or a promise of it";
