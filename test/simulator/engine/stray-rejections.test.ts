import { status } from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ignoringStrayRejections } from "../../../simulator/engine/stray-rejections";
import { takeEvent, type TakenEvent } from "../../../simulator/taken-event";

const unanswered = [status.UNAVAILABLE, status.CANCELLED].map((code) => Object.assign(new Error("the end"), { code }));
const foreign = ["a mistake", "another"].map((message) => new Error(message));

describe("rejections that nobody awaits while the engine runs", () => {
  const told: unknown[] = [];
  let runner: TakenEvent;
  beforeEach(() => {
    told.length = 0;
    runner = takeEvent("unhandledRejection", (reason) => told.push(reason));
  });
  afterEach(() => runner.release());

  it("reach whoever listens, but for calls that an ended engine does not answer", async () => {
    const reject = (reason: Error): void => void Promise.reject(reason);
    await ignoringStrayRejections(async () => {
      await ignoringStrayRejections(async () => [...unanswered, ...foreign].forEach(reject));
      foreign.forEach(reject);
    });
    expect(told).toEqual([...foreign, ...foreign]);
    reject(unanswered[0]!);
    await new Promise((resolve) => setImmediate(resolve));
    expect(told.at(-1)).toBe(unanswered[0]);
  });

  it("reach whoever listens once, once", async () => {
    const once: unknown[] = [];
    process.once("unhandledRejection", (reason) => once.push(reason));
    await ignoringStrayRejections(async () => undefined);
    foreign.forEach((error) => process.emit("unhandledRejection", error, Promise.resolve()));
    expect(once).toEqual([foreign[0]]);
  });

  it("end the process where nobody listens", async () => {
    process.removeAllListeners("unhandledRejection");
    await ignoringStrayRejections(async () => {
      const [listen, ...more] = process.listeners("unhandledRejection");
      expect(more).toEqual([]);
      expect(() => listen!(foreign[0], Promise.resolve())).toThrow("a mistake");
      expect(() => listen!(unanswered[0], Promise.resolve())).not.toThrow();
    });
    expect(process.listeners("unhandledRejection")).toEqual([]);
  });
});
